#!/bin/sh
python src/main_full.py ships.csv
