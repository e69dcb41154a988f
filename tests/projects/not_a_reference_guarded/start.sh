[ -f scripts/migrate.py ] && python scripts/migrate.py
if [ -f main_old.py ]; then
    python main_old.py
fi
python seed.py || true
if [ ! -e optional.py ]; then
    exit 0
fi
python optional.py
