import uvicorn

from src.main_old import app

if __name__ == "__main__":
    uvicorn.run(app, port=80)
