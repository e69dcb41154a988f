from tinyrouter.core import Router
