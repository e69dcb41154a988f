python -m shop
python -m shop.main
python -m stock
python -m pytest
python -m http.server
uvicorn shop.main:wrong
uvicorn stock.any:thing
uvicorn stock.star:thing
