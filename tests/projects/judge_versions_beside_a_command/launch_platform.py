import subprocess

subprocess.run(["streamlit", "run", "streamlit_app_v2.py"])
