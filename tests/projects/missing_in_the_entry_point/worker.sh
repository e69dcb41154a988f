uvicorn kiln.main:app
