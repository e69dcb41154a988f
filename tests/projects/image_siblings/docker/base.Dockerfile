FROM python:3.12-slim
WORKDIR /srv
COPY ../app ./app
COPY ../run.py ../gone.py ./
