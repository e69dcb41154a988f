import subprocess
import sys

import uvicorn

import ovens
from common import BRANCH, COUNTED, MADE, ONLY, TWICE, written
from dynamic import LATER
from two import NAME

try:
    from common import SPARE
except ImportError:
    SPARE = "tides.web:app"

COUNTED = COUNTED.replace("1", "2")


def start(app=MADE):
    uvicorn.run(app)


if __name__ == "__main__":
    for app in (BRANCH, MADE, ONLY, TWICE, LATER, NAME, SPARE):
        uvicorn.run(app)
    uvicorn.run(BRANCH)
    uvicorn.run(COUNTED)
    uvicorn.run(MADE)
    uvicorn.run(ONLY)
    uvicorn.run(TWICE)
    uvicorn.run(LATER)
    uvicorn.run(NAME)
    uvicorn.run(SPARE)
    uvicorn.run(ovens.BRANCH)
    written.write_text("print(1)")
    subprocess.run([sys.executable, str(written)])
    start()
