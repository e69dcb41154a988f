"""What the project declares as its dependencies, and the modules that these distributions provide."""
