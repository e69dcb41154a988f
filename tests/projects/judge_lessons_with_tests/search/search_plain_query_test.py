import subprocess

from search_plain_query import search


def test_it_runs():
    assert "response" in str(subprocess.check_output("python search_plain_query.py", shell=True))


def test_search():
    assert search().shells
