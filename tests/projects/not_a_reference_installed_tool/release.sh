#!/bin/sh
pip install build twine
python -m build .
python3 -m twine upload dist/*
python -m worker
