#!/bin/sh
python -m tern.server &
python -m tern.serve &
python run_board.py &
python migrate.py
python run_boards.py
exec python -m http.server
