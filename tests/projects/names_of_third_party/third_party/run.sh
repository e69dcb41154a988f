#!/bin/sh
python3 launch_all.py
