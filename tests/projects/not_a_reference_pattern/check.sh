pytest --ignore=tests/test_old.py --ignore tests/test_older.py --deselect tests/test_old.py::test_x
ruff check --exclude main_old.py,main_v2.py .
coverage run --omit=main_old.py -m pytest
find . -name main_old.py -delete
ls *_old.py
python *_job.py
rm -f main_old.py
git rm --cached main_old.py
