@echo off
cd /d "%~dp0"
cd tables
python count_pages.py
