python main.py
python gone.py
python $args[0]
