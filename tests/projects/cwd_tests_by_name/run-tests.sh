#!/bin/bash
check() {
    echo "$1"
    eval "$2"
}

units() {
    cd backend
    check "Ships" \
        "python -m pytest tests/test_ships.py -q"
    cd ..
}

units
echo "Run one by: pytest tests/test_ships.py"
