"""Modules of distributions that many projects declare.

The names are facts of the distributions' metadata (``top_level.txt``, and the files in ``RECORD``). Many of them are
listed by pipreqs, https://pypi.org/project/pipreqs/, in its file ``mapping``.
"""

from __future__ import annotations

TABLE = """
_yaml pyyaml
aio_pika aio-pika
airbrake airbrake-flask
airflow apache-airflow
allauth django-allauth
antlr4 antlr4-python3-runtime antlr4-python2-runtime
apiclient google-api-python-client
appconf django-appconf
appium appium-python-client
attr attrs
auth0 auth0-python
axes django-axes
azure azure-common
barcode python-barcode
bio biopython
blackd black
blib2to3 black
bs4 beautifulsoup4 bs4
bson pymongo
cairo pycairo
captcha django-recaptcha django-simple-captcha
cassandra cassandra-driver
cattr cattrs
cfnlint cfn-lint
clr pythonnet
coap aiocoap
colors ansicolors
compressor django-compressor
consul python-consul python-consul2
corsheaders django-cors-headers
crispy_forms django-crispy-forms
cron_descriptor cron-descriptor
crontab python-crontab crontab
crypto pycryptodome pycrypto
cryptodome pycryptodomex
cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
daemon python-daemon
dateutil python-dateutil
debian python-debian
debug_toolbar django-debug-toolbar
decouple python-decouple
discord discord.py py-cord nextcord
dispatch django-dispatch
djcelery django-celery
dns dnspython
docx python-docx
dotenv python-dotenv
editor python-editor
elftools pyelftools
engineio python-engineio
escpos python-escpos
faiss faiss-cpu faiss-gpu
fastapi_users fastapi-users
ffmpeg ffmpeg-python
fitz pymupdf
flask_bcrypt flask-bcrypt
flask_cors flask-cors
formtools django-formtools
frontmatter python-frontmatter
fuse fusepy
genai google-genai google-generativeai
gi pygobject
git gitpython
github pygithub
github3 github3.py
gitlab python-gitlab
google protobuf google-auth google-api-python-client googleapis-common-protos
google_auth_httplib2 google-auth-httplib2
google_auth_oauthlib google-auth-oauthlib
googleapiclient google-api-python-client
googlesearch googlesearch-python
gridfs pymongo
grpc grpcio
grpc_health grpcio-health-checking
grpc_status grpcio-status
grpc_tools grpcio-tools
guardian django-guardian
hamcrest pyhamcrest
haystack django-haystack
hydra hydra-core
igraph igraph python-igraph
imblearn imbalanced-learn
impala impyla
import_export django-import-export
influxdb_client influxdb-client
jenkins python-jenkins
jose python-jose
jpype jpype1
jsonfield django-jsonfield
jwt pyjwt
kafka kafka-python kafka-python-ng
keras keras tensorflow
keystoneclient python-keystoneclient
ldap python-ldap
levenshtein levenshtein python-levenshtein
lightning lightning pytorch-lightning
logstash python-logstash
magic python-magic python-magic-bin
material mkdocs-material
materialx mkdocs-material-extensions
memcache python-memcached python3-memcached
model_utils django-model-utils
modelcluster django-modelcluster
mpl_toolkits matplotlib
mptt django-mptt
mysql mysql-connector-python mysql-connector
mysqldb mysqlclient mysql-python
nacl pynacl
neo4j neo4j neo4j-driver
novaclient python-novaclient
oauth2_provider django-oauth-toolkit
odf odfpy
onnxruntime onnxruntime onnxruntime-gpu
opengl pyopengl
openid python-openid python3-openid
openssl pyopenssl
opentelemetry opentelemetry-api opentelemetry-sdk
osgeo gdal
paho paho-mqtt
parler django-parler
past future
path path path.py
phonenumber_field django-phonenumber-field
phonenumbers phonenumbers phonenumberslite
pil pillow
pinecone pinecone pinecone-client
pkg_resources setuptools
playhouse peewee
playwright playwright pytest-playwright
png pypng
polymorphic django-polymorphic
pptx python-pptx
progressbar progressbar2 progressbar33
psycopg psycopg psycopg-binary
psycopg2 psycopg2-binary psycopg2
pubsub pypubsub
pwiz peewee
py pytest py
pydispatch pydispatcher
pylab matplotlib
pylsp python-lsp-server
pylsp_jsonrpc python-lsp-jsonrpc
pymdownx pymdown-extensions
pypandoc pypandoc pypandoc-binary
pysqlite2 pysqlite
pythoncom pywin32
pythonjsonlogger python-json-logger
pytorch_lightning pytorch-lightning
pywintypes pywin32
pyximport cython
readability readability-lxml
rest_framework djangorestframework
rest_framework_simplejwt djangorestframework-simplejwt
reversion django-reversion
robot robotframework
rosdep2 rosdep
ruamel ruamel.yaml
saml2 pysaml2
samtranslator aws-sam-translator
sass libsass
scss pyscss
semantic_release python-semantic-release
sentence_transformers sentence-transformers
serial pyserial
shapefile pyshp
simple_history django-simple-history
simplejwt djangorestframework-simplejwt
skbio scikit-bio
skimage scikit-image
sklearn scikit-learn sklearn
skopt scikit-optimize
slack slackclient
slack_bolt slack-bolt
slack_sdk slack-sdk
slugify python-slugify unicode-slugify
snappy python-snappy
snowflake snowflake-connector-python snowflake-snowpark-python
social_core social-auth-core
social_django social-auth-app-django
socketio python-socketio
socks pysocks
solr solrpy
sorl sorl-thumbnail
speech_recognition speechrecognition
sphinx_rtd_theme sphinx-rtd-theme
sql_metadata sql-metadata
sqlalchemy_utils sqlalchemy-utils
starlette starlette fastapi
stdnum python-stdnum
storages django-storages
swiftclient python-swiftclient
tabula tabula-py
taggit django-taggit
talib ta-lib
tastypie django-tastypie
telebot pytelegrambotapi
telegram python-telegram-bot
tensorboard tensorboard tensorflow
tensorflow tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos
tlz toolz
torch torch pytorch pytorch-cpu
treebeard django-treebeard
twitter python-twitter
typing_extensions typing-extensions
u2flib_server python-u2flib-server
umap umap-learn
usb pyusb
uwsgidecorators uwsgi
validate configobj
vlc python-vlc
waffle django-waffle
websocket websocket-client
win32api pywin32
win32com pywin32
win32con pywin32
win32gui pywin32
winrm pywinrm
wx wxpython
xdg pyxdg xdg
xdist pytest-xdist
yaml pyyaml
youtube_dl youtube-dl
yt_dlp yt-dlp
z3 z3-solver
zmq pyzmq
zoneinfo backports.zoneinfo
"""
"""Modules whose distribution has another name: one a line, with the distributions that provide it."""

SAME = """
accelerate aiofiles aiogram aiohttp aioredis aiosqlite alembic alpaca-py altair ansible anthropic anyio apscheduler
argon2-cffi arrow asyncpg babel bcrypt billiard bitarray black blinker bokeh boto3 botocore build cattrs ccxt celery
channels chromadb click colorama coverage cryptography dagster dash dask datasets diffusers django docker dramatiq
einops email-validator fabric factory-boy faker fastparquet flake8 flask flask-login flask-migrate flask-restful
flask-socketio flask-sqlalchemy flask-wtf flet flower folium freezegun geojson geopandas geopy gradio gunicorn h2
hiredis html5lib httptools httpx huey huggingface-hub humanize hvac hypercorn hypothesis invoke ipykernel ipython
isort itsdangerous jinja2 jsonschema jupyter jupyterlab kivy kombu kubernetes langchain langchain-community
langchain-core langchain-openai librosa lightgbm llama-index loguru lxml mammoth markdown markupsafe marshmallow
mediapipe mistletoe mkdocs mlflow motor mypy nbformat networkx nicegui nltk notebook nox numba numpy openai openpyxl
optuna orjson pandas paramiko passlib paste pendulum pip plotly polars praw pre-commit prefect prometheus-client
prompt-toolkit psutil pyarrow pyaudio pydantic pydantic-settings pydub pygame pyglet pylint pymysql pyqt5 pyrogram
pyspark pytest-asyncio pytest-cov pytest-django pytest-mock python-multipart pytz qdrant-client qrcode quart
rasterio ray redis requests responses respx rich rq ruff sanic scapy schedule scipy scrapy seaborn selenium sendgrid
sentry-sdk shapely simplejson six sounddevice soundfile spacy sphinx sqlalchemy sqlmodel statsd statsmodels
streamlit stripe sympy tabulate telethon termcolor textual tiktoken timm toml tomli torchaudio torchvision tornado
tox tqdm transformers transitions trio tweepy twilio twine typer tzdata ujson ultralytics unidecode uvicorn uvloop
vine wagtail wandb watchdog watchfiles weasyprint websockets werkzeug wheel whitenoise wtforms xgboost yattag
yfinance
"""
"""Distributions that provide one module, of the same name."""
