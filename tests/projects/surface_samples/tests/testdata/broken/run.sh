python unknown.py
