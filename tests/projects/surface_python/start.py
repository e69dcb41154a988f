import subprocess
import sys

subprocess.run([sys.executable, "main.py"], check=True)
subprocess.run([sys.executable, "tides/gone.py"], check=True)
subprocess.run([sys.executable, sys.argv[1]], check=True)
