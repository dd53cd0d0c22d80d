"""`pushin calendar`: a colleague's sessions as a file, for whoever runs Push-In."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from unit.pushin import king

from bot.calendar_command import file_of
from bot.cli import main
from pushin.errors import Refusal
from storage.database import Database


@pytest.fixture
def url(sqlite_url: str) -> str:
    """Return a database with the real school, its team and one plan."""
    database = Database.open(sqlite_url)
    king.opened(database).plan(until_date=date(2026, 12, 31))
    database.close_now()
    return sqlite_url


def test_a_name_gives_the_file_and_another_is_refused(url: str) -> None:
    """The only workspace is taken by itself; who is not there is not guessed."""
    content = file_of(url, None, "maya", at=king.MONDAY)

    assert Calendar.from_ical(content).walk("VEVENT")
    assert content == file_of(url, king.WORKSPACE, "U0MAYA", at=king.MONDAY)
    with pytest.raises(Refusal, match="person_unknown"):
        file_of(url, None, "liam", at=king.MONDAY)


def test_the_command_writes_a_file_or_its_output(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With -o it says where it wrote; without it the file is the output; a wrong name is said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUSHIN_DATABASE_URL", url)
    run = CliRunner()
    printed = run.invoke(main, ["calendar", "maya"])
    written = run.invoke(main, ["calendar", "maya", "-o", "maya.ics"])
    wrong = run.invoke(main, ["calendar", "nobody"])

    assert printed.exit_code == written.exit_code == 0
    assert printed.stdout_bytes == (tmp_path / "maya.ics").read_bytes()
    assert written.output == "Wrote maya.ics.\n"
    assert wrong.exit_code == 1
    assert "Nobody here is called nobody" in wrong.stderr
