from bot.telegram_bot import build


def test_build():
    assert build()
