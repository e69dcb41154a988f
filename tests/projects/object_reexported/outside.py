from flask_extension_of_somebody import *
