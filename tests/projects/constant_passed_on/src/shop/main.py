import uvicorn

from . import config
from .config import DEPTH, NEAR, SELF
from .everything import FAR

if __name__ == "__main__":
    uvicorn.run(NEAR)
    uvicorn.run(FAR)
    uvicorn.run(config.paths.WORKER)
    uvicorn.run(SELF)
    uvicorn.run(DEPTH)
