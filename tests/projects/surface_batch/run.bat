@echo off
python main.py
python gone.py
python %1
