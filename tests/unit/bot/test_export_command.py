"""`pushin export`: the log as a file, and a code taken out after it."""

import csv
import io
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from unit.pushin import logbook
from unit.pushin.conftest import _found
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, WORKSPACE, Team

from bot.cli import main
from bot.drawing import Drawer
from handlers.app import NotDrawnError
from storage import tables
from storage.database import Database
from storage.scope import Who

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
DATES = ("--from", "2026-09-01", "--to", "2026-09-30")


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    """Return the team with a month in its log."""
    database = Database.open(sqlite_url)
    _found(database)
    yield logbook.with_a_month(Team(database))
    database.close_now()


@pytest.fixture
def run(team: Team, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return how the command is called, in a folder of its own."""
    assert team.rows(tables.Log)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.setenv("PUSHIN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PUSHIN_DATABASE_URL", sqlite_url)
    return lambda *args, **more: CliRunner().invoke(main, ["export", *args], **more)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_it_writes_a_file_that_its_owner_reads(run: Run) -> None:
    """Without --out the file is named by its dates; what is in it is said."""
    done = run(*DATES)
    file = Path("service-log-2026-09-01-2026-09-30.csv")

    assert done.exit_code == 0, done.output
    assert len(rows(file.read_text("utf-8-sig"))) == 7
    assert "7 lines, 5 sessions, 190 minutes (150 with each session once)" in done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in Path().iterdir()] == [file.name]


def test_the_files_name_says_as_what(run: Run) -> None:
    """`--out` ends in the kind; one provider's sessions are his alone."""
    done = run(*DATES, "--provider", "ben", "--out", "ben.xlsx")
    sheet = openpyxl.load_workbook("ben.xlsx").worksheets[0]

    assert done.exit_code == 0, done.output
    assert [sheet["E2"].value, sheet["E3"].value] == ["B2-11", None]


def test_standard_output_holds_the_file_alone(run: Run) -> None:
    """What is said stands on standard error."""
    done = run(*DATES, "--code", "k7-03", "--out", "-", "--notes")

    assert {row["Student"] for row in rows(done.stdout.removeprefix("\ufeff"))} == {"K7-03"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--from", "2016-09-01", "--to", "2026-09-01"), "more than one school year"),
        (("--from", "2026-09-30", "--to", "2026-09-01"), "last day is before the first"),
        ((*DATES, "--code", "Z9-99"), "No student of yours has that code"),
        ((*DATES, "--provider", "liam"), "Nobody here is called liam"),
        (("--from", "2026-10-01", "--to", "2026-10-02"), "Nothing is logged"),
        ((*DATES, "--out", "no/such/folder/log.csv"), "cannot be written (no such file"),
        ((*DATES, "--format", "csv", "--out", "."), "cannot be written (it is a folder)"),
        ((*DATES, "--out", "log.docx"), "--format csv, xlsx or pdf"),
        ((*DATES, "--format", "docx"), "'docx' is not one of"),
        (("--then", "anonymise"), "Say whose"),
        (("--code", "K7-03", "--then", "anonymise", *DATES[:2], "--to", "2026-09-15"), "More is"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    run: Run, args: tuple[str, ...], said: str
) -> None:
    """Each bad option is answered with one clear sentence; no file is there, and no trace."""
    done = run(*args)

    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert list(Path().iterdir()) == []


def test_export_then_anonymise(run: Run, team: Team) -> None:
    """All that was logged of the code is in the file first; then it stands nowhere any more."""
    done = run("--code", "K7-03", "--then", "anonymise", "--out", "gone.csv", input="k7-03\n")
    kept = rows(Path("gone.csv").read_text("utf-8-sig"))

    assert done.exit_code == 0, done.output
    assert [row["Minutes"] for row in kept] == ["40", "30", "40"]
    assert "3 logged sessions kept their minutes" in done.stderr
    assert "Push-ins that still run with it: 1" in done.stderr
    assert "K7-03" not in {one.code for one in team.rows(tables.LogStudent)}
    assert sum(one.minutes for one in team.rows(tables.LogStudent)) == 190


def test_without_the_typed_code_nothing_is_anonymised(run: Run, team: Team) -> None:
    """Another word, or none, leaves everything as it was; `--yes` asks nothing."""
    asked = ("--code", "K7-03", "--then", "anonymise", "--out", "gone.csv")
    wrong, silent = run(*asked, input="yes\n"), run(*asked, input="")
    still = "K7-03" in {one.code for one in team.rows(tables.LogStudent)}

    assert [wrong.exit_code, silent.exit_code] == [1, 1]
    assert "Nothing was changed" in wrong.stderr
    assert still
    assert run(*asked, "--yes").exit_code == 0


def test_a_code_that_was_never_logged_needs_no_file(run: Run, team: Team) -> None:
    """It is taken out all the same, and that there is no file is said."""
    team.do(None, logbook.student, "Q1-01", "plan1")
    done = run("--code", "Q1-01", "--then", "anonymise", "--yes")

    assert done.exit_code == 0, done.output
    assert "there is no file" in done.stderr
    assert list(Path().iterdir()) == []


@pytest.mark.slow
async def test_the_file_of_the_chat_is_made_beside_the_program(team: Team, sqlite_url: str) -> None:
    """Another process reads it for who asks; whom it may not be for gets none."""
    drawer = Drawer(team.database.url)
    try:
        made = await drawer.service_log(
            Who(WORKSPACE, f"U{MAYA}"), logbook.SEPTEMBER, "csv", at=MONDAY
        )
        with pytest.raises(NotDrawnError):
            await drawer.service_log(
                Who(WORKSPACE, f"U{ADAMS}"), logbook.SEPTEMBER, "csv", at=MONDAY
            )
    finally:
        drawer.close()

    assert team.database.url == sqlite_url
    assert len(rows(made.decode("utf-8-sig"))) == 6
