"""How a file is changed so that a reference names its replacement."""
