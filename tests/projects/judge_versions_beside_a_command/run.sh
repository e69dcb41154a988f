#!/bin/sh
python cli.py rain
