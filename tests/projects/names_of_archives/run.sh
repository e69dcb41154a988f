#!/bin/sh
python superseded/main.py
python graveyard/main.py
