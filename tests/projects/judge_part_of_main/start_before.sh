#!/bin/sh
python main_v0.py
