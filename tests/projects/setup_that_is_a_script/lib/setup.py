"""Install the library."""

import setuptools

LONG = """
    python tools/lost.py
"""

setuptools.setup(name="tides", long_description=LONG, scripts=["gone_script.py"])
