from .more import *

if True:
    first = 1
else:
    second = 2
