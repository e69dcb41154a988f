"""The kiosk was a package `app` of its own, and its tests are what is left: they do not mean the module at the root."""

from unittest.mock import patch

from app import create_kiosk


@patch("app.devices.printer.Printer")
def test_prints(printer):
    with patch("app.devices.paper"):
        assert create_kiosk().print() is printer
