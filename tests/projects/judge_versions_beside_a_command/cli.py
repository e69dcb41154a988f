import click


@click.command()
def rain():
    print("rain")


if __name__ == "__main__":
    rain()
