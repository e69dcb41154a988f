#!/bin/bash
APP_DIR="/tmp/tide_smoke"
mkdir -p "$APP_DIR"
cat > "$APP_DIR/tide_panel.py" <<'PY'
from fastapi import FastAPI
app = FastAPI()
PY
uvicorn tide_panel:app --app-dir "$APP_DIR" --port 8099 &
python -m uvicorn main_gone:app --port 8098
