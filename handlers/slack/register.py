"""Adds all of Push-In's listeners to a Bolt app."""

from slack_bolt.async_app import AsyncApp

from handlers.app import Surface
from handlers.slack import (
    actions,
    commands,
    events,
    failures,
    gate,
    home,
    shortcuts,
    submissions,
)


def register(app: AsyncApp, surface: Surface) -> None:
    """Register everything; the app must be made with `process_before_response=True`."""
    gate.register(app)
    failures.register(app)
    for listeners in (commands, actions, submissions, shortcuts, events, home):
        listeners.register(app, surface)
