pkill -f main_old.py
pgrep -f "python main_old.py" | xargs kill
ps aux | grep main_old.py
kill $(pgrep -f main_old.py)
