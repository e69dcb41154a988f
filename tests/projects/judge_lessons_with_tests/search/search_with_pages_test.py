import subprocess

from search_with_pages import search


def test_it_runs():
    assert "response" in str(subprocess.check_output("python search_with_pages.py", shell=True))


def test_search():
    assert search().shells
