ssh host bash <<'EOF'
cd /srv && python far_away.py
EOF
docker exec -i web sh <<'EOF'
python inside.py
EOF
bash <<'EOF'
cd api
python main.py
EOF
python main.py
