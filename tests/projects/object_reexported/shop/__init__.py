from .web import app
from .names import *
