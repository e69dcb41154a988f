class Resolver:
    pass
