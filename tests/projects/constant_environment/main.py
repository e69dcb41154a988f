import uvicorn
from settings import APP, CHOSEN, FALLBACK, WORKER

if __name__ == "__main__":
    uvicorn.run(APP)
    uvicorn.run(WORKER)
    uvicorn.run(CHOSEN)
    uvicorn.run(FALLBACK)
