sed s/a/b/ t.in > job.py && python job.py
jupyter nbconvert --to script play.ipynb && python play.py
mkdir -p fresh && cd fresh && python anything.py
cd ..
uv init shop && cd shop && uv run main.py
cd ..
django-admin startproject site . && python manage.py migrate
tee tool.py < /dev/null
python tool.py
wget -O fetched.py https://host.example/x && python fetched.py
write() { printf x > late.py; }
use() { python late.py; }
write
use
python -m venv env && env/bin/python main.py
