from setuptools import setup

setup(
    name="tides",
    packages=["tides", "beats"],
    package_dir={"": "src"},
    entry_points={
        "console_scripts": [
            "tides = tides.cli.py:main",
            "tides-serve = tides.serve",
            "tides-count = tides.count",
            "tides-path = src/tides/cli.py:main",
            "tides-moved = surge.serve",
            "beats = beats.py:main",
            "right = tides.cli:main",
        ],
        "tides.plugins": ["serve = tides.serve"],
    },
)
