[ -f scripts/migrate.py ] && python scripts/migrate.py
if [ -e extra.py ]; then
  python extra.py
fi
python main.py
