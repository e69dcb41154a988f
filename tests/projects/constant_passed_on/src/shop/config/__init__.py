from .names import NEAR, NEAR as DEPTH
from .circle import SELF
