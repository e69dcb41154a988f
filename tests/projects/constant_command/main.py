import subprocess
import sys

from commands import MIGRATE, OPTIONS, SERVE, WORKER

if __name__ == "__main__":
    subprocess.run(MIGRATE, check=True)
    subprocess.run([sys.executable, *OPTIONS])
    subprocess.run(SERVE, shell=True)
    subprocess.Popen([sys.executable, "-m", WORKER])
