@echo off
cd /d "%~dp0"
cd backend
python ..\fill_ledger.py
