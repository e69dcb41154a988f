echo "é"; python main_old.py
python main.py
