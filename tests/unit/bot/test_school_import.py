"""`pushin school import`: what it shows, when it asks, and what it saves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from unit.school.feeds import YEAR, day, feed

from bot import cli, school_import
from bot.school_import import Asked
from pushin import calendars
from pushin.errors import Refusal
from school.errors import SchoolError
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

ROOT = Path(__file__).parents[3]
KING = ROOT / "tests" / "data" / "schools" / "berkeley-king-6-2026-2027.json"
ID = KING.stem
AT = datetime(2026, 9, 2, 15, tzinfo=UTC)
WHO = Who("T1")


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Database]:
    """Yield a database with a workspace."""
    database = Database.open(sqlite_url)

    def add(scope: Scope) -> None:
        scope.session.add(tables.Workspace(id=WHO.workspace_id, name="Lincoln", created_at=AT))

    database.write_now(add, WHO)
    yield database
    database.close_now()


@dataclass
class Desk:
    """A terminal that keeps what it shows and answers as it is told."""

    answer: bool = True
    lines: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def confirm(self, question: str) -> bool:
        """Answer a question."""
        self.asked.append(question)
        return self.answer

    def run(self, database: Database, file: Path, **more: object) -> bool:
        """Import a file."""
        given = {"school": None, "zone": None, "groups": (), "dry_run": False, **more}
        asked = Asked(file, **given)  # type: ignore[arg-type]
        terminal = school_import.Terminal(self.lines.append, self.confirm)
        return school_import.run(database, "T1", asked, AT, terminal)

    def has(self, *lines: str) -> bool:
        """Tell whether all these lines were shown."""
        return set(lines) <= {line.strip() for line in self.lines}


def stored(database: Database, school_id: str = ID) -> tables.School | None:
    def find(scope: Scope) -> tables.School | None:
        return scope.schools.get(school_id)

    return database.read_now(find, WHO)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_school_is_shown_before_it_is_saved(here: Database) -> None:
    """First and last day, kinds of day with counts and bells, the year, days off; then one yes."""
    desk = Desk()

    assert desk.run(here, KING)
    assert desk.has(
        "School year  Wed, Aug 12, 2026 \N{EN DASH} Thu, Jun 3, 2027, 180 school days",
        "a  Normal         142  8:40 AM \N{EN DASH} 3:00 PM",
        "b  Early Release   38  8:40 AM \N{EN DASH} 2:09 PM",
        "Sep 2026  abaa..-abaa..aabaa..aabaa..aab",
        "Mon, Oct 5, 2026  teacher work day",
    )
    assert desk.asked == ["Save this?"]
    assert desk.lines[-1].endswith("2 day types, 32 dated exceptions.")
    assert stored(here) is not None


def test_the_same_again(here: Database) -> None:
    """A second import of the same file changes nothing and says so."""
    Desk().run(here, KING)
    desk = Desk()
    desk.run(here, KING)

    assert desk.has("No date changes from Wed, Sep 2, 2026 on.")
    assert desk.lines[-1].endswith("is saved like this already; nothing changed.")


def test_no_is_no(here: Database) -> None:
    """Who says no saves nothing."""
    desk = Desk(answer=False)

    assert not desk.run(here, KING)
    assert desk.lines[-1] == "Nothing was saved."
    assert stored(here) is None


def test_a_dry_run(here: Database) -> None:
    """A dry run asks nothing and saves nothing."""
    desk = Desk()

    assert desk.run(here, KING, dry_run=True)
    assert (desk.asked, desk.lines[-1]) == ([], "Nothing was saved (--dry-run).")
    assert stored(here) is None


def test_dates_for_a_school_that_is_there(here: Database, tmp_path: Path) -> None:
    """A table keeps the school's bells and other dates; what changes is told on both sides."""
    Desk().run(here, KING)
    file = written(tmp_path, "days.csv", b"2026-10-05,no school,PD\n2026-10-06,Early release,\nx,y")
    desk = Desk()

    assert desk.run(here, file, school=ID)
    assert desk.has(
        "line 3: x is no date. Write it as 2026-09-07 or 9/7/2026.",
        "Tue, Oct 6, 2026: Normal → Early Release",
    )
    saved = here.read_now(calendars.calendar_of, WHO, ID)
    assert saved.day(date(2026, 10, 6)).last_bell == 14 * 60 + 9
    assert saved.day(date(2026, 10, 5)).label == "PD"
    assert not saved.day(date(2026, 9, 7)).in_session


def test_a_feed_that_comes_again(here: Database, tmp_path: Path) -> None:
    """A district's feed makes a school of its own; its next issue is for the same school."""
    first = written(tmp_path, "a.ics", feed(*YEAR, day("No School", "20261006")))
    later = written(tmp_path, "b.ics", feed(*YEAR, day("No School", "20261007")))
    Desk().run(here, KING)
    desk = Desk()
    desk.run(here, first)
    again = Desk()
    again.run(here, later, groups=("elementary",))

    assert any(f"known: {ID}" in line for line in desk.lines)
    assert again.has(
        "Dates that change from Wed, Sep 2, 2026 on: 2",
        "Tue, Oct 6, 2026: no school → Regular day",
        "No date of the calendar is for elementary alone; all are for everybody.",
    )
    Desk().run(here, first)
    assert here.read_now(calendars.calendar_of, WHO, "lincoln-school").groups == {"elementary"}


def test_a_file_that_cannot_be_used(here: Database, tmp_path: Path) -> None:
    """A broken file, an unknown school and a missing zone change nothing and ask nothing."""
    desk = Desk()
    cut = written(tmp_path, "cut.ics", feed(*YEAR)[:-30])
    table = written(tmp_path, "days.csv", b"2026-10-05,no school,")

    with pytest.raises(SchoolError, match="ics_cut_off"):
        desk.run(here, cut)
    with pytest.raises(SchoolError, match="zone_missing"):
        desk.run(here, table)
    with pytest.raises(Refusal, match="school_not_here"):
        desk.run(here, table, school="lincoln")
    assert (desk.lines, desk.asked) == ([], [])
    assert desk.run(here, table, zone=ZoneInfo("America/Denver"))


def typed(url: str, *words: str) -> tuple[int, str, str]:
    """Run the command line with nobody at the terminal."""
    settings = {
        "PUSHIN_DATABASE_URL": url,
        "PUSHIN_DATA_DIR": str(Path(url.removeprefix("sqlite:///")).parent),
        "SLACK_BOT_TOKEN": None,
        "SLACK_APP_TOKEN": None,
    }
    done = CliRunner(env=settings).invoke(cli.main, ["school", *words])
    return done.exit_code, done.stdout, done.stderr


def test_the_command(here: Database, sqlite_url: str, tmp_path: Path) -> None:
    """Without a terminal it saves unasked; what it cannot use is one line and exit code 1."""
    assert stored(here, "lincoln-school") is None
    file = written(tmp_path, "feed.ics", feed(*YEAR, day("No School", "20261006"), zone=""))

    code, out, problem = typed(sqlite_url, "import", str(file))
    assert (code, out, len(problem.splitlines())) == (1, "", 1)
    assert "--zone America/New_York" in problem
    code, out, problem = typed(
        sqlite_url, "import", str(file), "--zone", "America/New_York", "--yes"
    )
    assert (code, problem) == (0, "")
    assert out.splitlines()[-1].startswith("Imported Lincoln School: ")
    assert stored(here, "lincoln-school") is not None
    assert typed(sqlite_url, "import", str(file), "--zone", "Mars/Phobos")[0] == 2


@pytest.mark.parametrize("name", ["days.csv", "days.ics"])
def test_a_day_of_a_calendar_file(sqlite_url: str, tmp_path: Path, name: str) -> None:
    """A date of a table or of a feed can be asked for without importing it."""
    content = feed(day("No School", "20261006"), zone="")
    file = written(tmp_path, name, content if name == "days.ics" else b"2026-10-06,no school,")

    assert typed(sqlite_url, "day", str(file), "2026-10-06")[1] == (
        "2026-10-06: no school (exception).\n"
    )


def test_a_day_of_a_feed_of_instants(sqlite_url: str, tmp_path: Path) -> None:
    """A feed that tells its days as instants needs a zone to be looked at."""
    content = feed(
        day("No School", "20261006").replace(";VALUE=DATE:20261006", ":20261006T040000Z"), zone=""
    )
    file = str(written(tmp_path, "days.ics", content))

    assert typed(sqlite_url, "day", file, "2026-10-06")[0] == 1
    code, out, _ = typed(sqlite_url, "day", file, "2026-10-06", "--zone", "America/New_York")
    assert (code, out) == (0, "2026-10-06: no school (exception).\n")
