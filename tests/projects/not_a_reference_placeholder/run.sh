python your_app.py
python path/to/main.py
uvicorn your_module:app
cd /path/to/project && python main.py
cd <repository> && python main.py
cd your-project && python main.py
python <script>.py
python {{ script }}.py
python "$1"
python $SCRIPT
cd ~/tides && python main.py
