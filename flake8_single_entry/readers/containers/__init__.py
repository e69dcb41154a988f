"""Readers for container builds and services: Dockerfiles, compose files and ``heroku.yml``."""
