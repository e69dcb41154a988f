#!/bin/sh
python src/migrate.py
