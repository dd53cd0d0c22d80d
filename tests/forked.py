"""Imported by the process that children are forked from: does once what each would do anew."""

from sqlalchemy.orm import configure_mappers

import bot.delivery
import bot.slack_client  # noqa: F401  only so that it is imported

configure_mappers()
