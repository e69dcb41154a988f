#!/bin/sh
python main.py
python gone.py
python "$1"
