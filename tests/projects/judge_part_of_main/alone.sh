#!/bin/sh
python -m bot.telegram_bot
