"""`pushin doctor`: one line for each thing looked at."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from postroom import WHO, plan, settle_in

from bot import doctor
from config.settings import load
from storage import tables
from storage.database import Database
from storage.scope import Scope


async def lines(url: str, folder: Path) -> tuple[int, list[str]]:
    said: list[str] = []
    settings = load({"PUSHIN_DATABASE_URL": url, "PUSHIN_DATA_DIR": str(folder)}, None)
    return await doctor.report(settings, said.append), said


def _uncertain(prompt: tables.Prompt) -> None:
    prompt.state, prompt.why = "uncertain", "fatal_error"
    prompt.due_at = datetime.now(UTC) - timedelta(days=1)


def _one(scope: Scope) -> None:
    plan(scope, "one", change=_uncertain)


async def test_an_uncertain_message_is_shown(database_url: str, tmp_path: Path) -> None:
    """A message that may stand or not is named with its place and reason until it is old."""
    database = Database.open(database_url)
    database.write_now(settle_in, WHO)
    before = await lines(database_url, tmp_path)
    database.write_now(_one, WHO)
    after = await lines(database_url, tmp_path)
    database.close_now()

    assert (before[0], after[0]) == (0, 1)
    assert any("none is uncertain" in line for line in before[1])
    assert any("1 uncertain" in line and "channel:C0ROOM4" in line for line in after[1])
