def spin(rate, name, stop):
    return rate, name, stop
