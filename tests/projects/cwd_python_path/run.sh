export PYTHONPATH="${PYTHONPATH}:$(pwd)/src"
python -m tides.main
env PYTHONPATH=src python -m tides.main
uvicorn tides.main:app --app-dir src
gunicorn --chdir src tides.main:app
gunicorn --chdir src tides.lost:app
