uvicorn main:app
uvicorn worker:app --app-dir src
gunicorn --chdir src worker:app
(cd src && uvicorn worker:app)
PYTHONPATH=src uvicorn worker:app
PYTHONPATH=$SOMEWHERE uvicorn worker:app
uvicorn worker:app
