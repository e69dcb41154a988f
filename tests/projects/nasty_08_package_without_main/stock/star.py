from vendor.things import *
