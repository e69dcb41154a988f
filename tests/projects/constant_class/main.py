import subprocess
import sys

import uvicorn

from settings import Config, Live, Script, Shared, options

if __name__ == "__main__":
    uvicorn.run(Config.APP)
    uvicorn.run(Config.GONE)
    uvicorn.run(Live.GONE)
    uvicorn.run(Shared.OTHER)
    uvicorn.run(options.GONE)
    subprocess.run([sys.executable, Script.SWEEP.value])
