def test_tides() -> None:
    assert True
