from pathlib import Path


def is_project(directory: Path) -> bool:
    """True for a directory with a `setup.py`."""
    return (directory / "setup.py").is_file()
