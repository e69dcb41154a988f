FLASK_APP=gone.py
PROGRAM=unknown.py
