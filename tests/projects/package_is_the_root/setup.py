from setuptools import setup

setup(
    name="heron",
    packages=["heron", "heron.lib"],
    package_dir={"heron": ".", "heron.lib": "lib"},
    entry_points={
        "console_scripts": [
            "heron=heron.heron:main",
            "heron-build=heron.lib.build:main",
            "heron-gone=heron.gone:main",
            "heron-start=heron.heron:start",
        ]
    },
)
