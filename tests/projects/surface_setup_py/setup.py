from setuptools import setup

setup(
    name="tides",
    entry_points={"console_scripts": ["tides=tides.web:app", "gone=tides.gone:main"]},
    scripts=["main.py"],
)
