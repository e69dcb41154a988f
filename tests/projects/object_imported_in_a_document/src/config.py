def load() -> dict[str, str]:
    return {}
