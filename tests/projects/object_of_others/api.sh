#!/bin/sh
exec uvicorn server.app:app --port 8001
uvicorn kiosk.main:app --port 8002
