echo print(1) > t.py
python t.py
copy main.py again.py
python again.py
