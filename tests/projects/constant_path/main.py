import subprocess
import sys

from tools import layout

if __name__ == "__main__":
    subprocess.run([sys.executable, str(layout.SCRIPTS / "bake.py")])
    subprocess.run([sys.executable, str(layout.SCRIPTS / "bake_v2.py")])
    subprocess.run([sys.executable, layout.SWEEP])
    subprocess.run([sys.executable, layout.ELSEWHERE / "bake.py"])
