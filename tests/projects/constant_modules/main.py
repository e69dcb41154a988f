from importlib import import_module

from registry import HANDLERS, OPTIONAL, STEPS

if __name__ == "__main__":
    for step in STEPS:
        import_module(step).run()
    import_module(HANDLERS["bread"]).run()
    for handler in HANDLERS.values():
        import_module(handler)
    for name in OPTIONAL:
        try:
            import_module(name)
        except ImportError:
            continue
