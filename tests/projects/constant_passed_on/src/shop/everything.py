from shop.far import *
