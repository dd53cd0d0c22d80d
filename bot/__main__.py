"""`python -m bot` is `pushin`."""

from bot.cli import main

main()
