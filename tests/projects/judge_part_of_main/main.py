"""The program: the bot is a part of it, though the README starts that alone."""

from bot.telegram_bot import build


def load_tides():
    return {"high": 4}


def announce(tides):
    build().bot_data.update(tides)


if __name__ == "__main__":
    announce(load_tides())
    build().run_polling()
