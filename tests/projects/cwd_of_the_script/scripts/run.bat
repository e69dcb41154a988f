@echo off
cd /d "%~dp0.."
python main.py
python "%~dp0seed.py"
python seed.py
