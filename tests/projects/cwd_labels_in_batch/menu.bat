@echo off
cd /d "%~dp0"
if "%1"=="web" goto web
:api
cd api
python main.py
goto end
:web
cd web
python main.py
python gone.py
:end
pause
