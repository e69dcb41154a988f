import subprocess

subprocess.run(["uvicorn", "app.main:application"], check=True)
