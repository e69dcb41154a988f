from main import app


def test_app():
    assert app


if __name__ == "__main__":
    test_app()
