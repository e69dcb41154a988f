for name in ("app", "api"):
    globals()[name] = name
