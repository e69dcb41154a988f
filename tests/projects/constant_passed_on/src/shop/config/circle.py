from . import SELF
