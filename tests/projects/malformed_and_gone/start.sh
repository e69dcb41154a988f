#!/bin/sh
python -m src.main_large.py
python -m src.main.py
