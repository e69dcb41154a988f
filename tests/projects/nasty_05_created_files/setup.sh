#!/bin/sh
cat > probe.py <<'EOF'
import app.main_gone
EOF
python probe.py
curl -O https://bootstrap.example/get-pip.py
python get-pip.py
cp service.py service_copy.py
python service_copy.py
python never_there.py
bash <<'EOF'
python nor_this.py
EOF
