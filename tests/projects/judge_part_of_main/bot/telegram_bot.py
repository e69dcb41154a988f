from telegram.ext import Application


def build():
    return Application.builder().build()


if __name__ == "__main__":
    build().run_polling()
