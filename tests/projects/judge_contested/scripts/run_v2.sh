#!/bin/sh
python main_v2.py
