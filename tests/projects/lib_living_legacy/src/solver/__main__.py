from solver.resolution.legacy.resolver import Resolver

if __name__ == "__main__":
    Resolver()
