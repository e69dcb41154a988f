#!/bin/sh
python main.py
python gone.py
curl -O https://example.org/fetched.py && python fetched.py
