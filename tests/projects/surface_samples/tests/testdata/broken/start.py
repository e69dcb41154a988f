import subprocess

subprocess.run(["python", "tests/testdata/unknown.py"])
