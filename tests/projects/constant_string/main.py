import uvicorn
from settings import ENTRY, PACKAGE, WORKER

if __name__ == "__main__":
    uvicorn.run(ENTRY)
    uvicorn.run(WORKER)
    uvicorn.run(f"{PACKAGE}.web:app")
    uvicorn.run(f"{PACKAGE}.gone:app")
