python "$TARGET"
python ${APP:-main.py}
uvicorn "$MODULE:app"
python your_app.py
pkill -f main_old.py
pytest --ignore=tests/test_old.py
git clone https://host.example/other/tool.git
cd tool && python install.py
cd -
python "${APP:-src/gone.py}"
