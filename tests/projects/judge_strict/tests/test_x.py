def test_x():
    assert True


if __name__ == "__main__":
    test_x()
