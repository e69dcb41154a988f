#!/bin/sh
python "my app/main.py"
python 'my app/gone.py' --port 80
"./my app/lost.py"
python my\ app/main.py
