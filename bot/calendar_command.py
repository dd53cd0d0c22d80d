"""What `pushin calendar` prints."""

from datetime import datetime

from bot import school_commands
from handlers import calendar_file
from pushin import feeds
from storage.database import Database
from storage.scope import Who


def file_of(database_url: str, workspace: str | None, person: str, *, at: datetime) -> bytes:
    """Return somebody's calendar file; refusals as of `feeds.of_named`."""
    database = Database.open(database_url)
    try:
        who = Who(workspace or school_commands.only_workspace(database))
        return calendar_file.made(database.read_now(feeds.of_named, who, person, at=at))
    finally:
        database.close_now()
