#!/bin/sh
exec uvicorn vectorium.app:app --port 8000
