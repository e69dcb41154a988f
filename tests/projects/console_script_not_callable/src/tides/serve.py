"""A command."""

import click


@click.command()
def serve() -> None:
    print("tides")
