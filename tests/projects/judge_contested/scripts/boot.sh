#!/bin/sh
nohup python main.py &
