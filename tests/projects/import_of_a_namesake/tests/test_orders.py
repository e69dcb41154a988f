"""These do mean the module at the root."""

from unittest.mock import patch

from app import application


def test_orders():
    with patch("app.orders", list):
        assert application
