from setuptools import setup

setup(name="harbor", packages=["harbor", "harbor.test"])
