"""The command line as others call it: real processes, exit codes and output."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PHRASES = ROOT / "tests" / "data" / "phrases"
KING = ROOT / "tests" / "data" / "schools" / "king-6-minimum.json"


def pushin(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder of its own, with these settings and no others."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "PUSHIN_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**clean, **settings, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_manifest_is_the_file(tmp_path: Path) -> None:
    """`pushin manifest` prints what manifest.json holds."""
    assert pushin(tmp_path, "manifest").stdout == (ROOT / "manifest.json").read_text()


def test_school_day_of_a_file(tmp_path: Path) -> None:
    """`school day FILE DATE --json` gives the contract's facts of a date."""
    done = pushin(tmp_path, "school", "day", str(KING), "2026-10-07", "--json")
    facts = json.loads(done.stdout)
    assert done.returncode == 0
    assert (facts["school"], facts["known"], facts["reason"]) == (True, True, "pattern")
    assert facts["day_type"] == "EARLY RELEASE"
    assert facts["periods"][2] == {
        "name": "Period 2",
        "start": "09:31",
        "end": "10:14",
        "kind": "class",
    }


def test_school_day_without_school(tmp_path: Path) -> None:
    """A closed day is said in one line, with the reason."""
    done = pushin(tmp_path, "school", "day", str(KING), "2026-11-26")
    assert done.stdout.strip() == "2026-11-26: no school (exception)."


def test_understand(tmp_path: Path) -> None:
    """`understand` prints the form of the phrase set; an error has a code and a sentence."""
    context = ("--now", "2026-10-05T08:15:00-04:00", "--tz", "America/New_York", "--json")
    done = pushin(tmp_path, "understand", "thu 10:15", *context)
    assert json.loads(done.stdout) == {
        "kind": "single",
        "date": "2026-10-08",
        "time": "10:15",
        "utc": "2026-10-08T14:15:00Z",
    }
    wrong = pushin(tmp_path, "understand", "mon 9:30-9:10", *context)
    assert wrong.returncode == 1
    told = json.loads(wrong.stdout)
    assert told["error"] == "end_before_start"
    assert "Write the earlier one first, for example 9:10-9:40" in told["message"]


@pytest.mark.slow
@pytest.mark.parametrize("number", ["S037", "S040", "S060"])
def test_understand_at_a_school(tmp_path: Path, number: str) -> None:
    """With a school's file `understand` prints what the phrase set expects of a row."""
    lines = (PHRASES / "phrases.jsonl").read_text("utf-8").splitlines()
    row = next(one for one in map(json.loads, lines) if one["id"] == number)
    place = ("--now", row["now"], "--tz", row["tz"], "--school", str(PHRASES / "school.json"))
    done = pushin(tmp_path, "understand", row["text"], *place, "--json")
    assert json.loads(done.stdout) == row["expect"]


@pytest.mark.slow
def test_database_commands(tmp_path: Path) -> None:
    """`db check` names a missing schema; `db upgrade` makes it; then it is sound."""
    assert pushin(tmp_path, "db", "check").returncode == 1
    assert pushin(tmp_path, "db", "upgrade").returncode == 0
    sound = pushin(tmp_path, "db", "check")
    assert (sound.returncode, sound.stderr) == (0, "")


@pytest.mark.slow
def test_import_before_a_workspace(tmp_path: Path) -> None:
    """Without a workspace an import says what to do and leaves no trace of Python."""
    pushin(tmp_path, "db", "upgrade")
    done = pushin(tmp_path, "school", "import", str(KING))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Say which Slack workspace: add --workspace")


@pytest.mark.slow
@pytest.mark.parametrize("text", ["[]", "{", '{"format": "pushin-school/1"}', "\ufeff{}"])
def test_import_of_something_else(tmp_path: Path, text: str) -> None:
    """A file that is no school is refused in a sentence; nothing is saved."""
    pushin(tmp_path, "db", "upgrade")
    file = tmp_path / "school.json"
    file.write_text(text)
    done = pushin(tmp_path, "school", "import", str(file), "--workspace", "T1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_bad_setting_is_one_line(tmp_path: Path) -> None:
    """A bad setting ends the program with its one line and exit code 78."""
    done = pushin(tmp_path, "run", PUSHIN_PORT="99999")
    assert done.returncode == 78
    assert done.stderr.startswith("PUSHIN_PORT: ")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_slack_without_tokens(tmp_path: Path) -> None:
    """`run --slack` without tokens names the setting that is missing."""
    done = pushin(tmp_path, "run", "--slack")
    assert done.returncode == 78
    assert done.stderr.startswith("SLACK_BOT_TOKEN: is missing")


@pytest.mark.slow
def test_doctor_without_slack(tmp_path: Path) -> None:
    """`doctor` has a line for each thing, and fails while the database is not set up."""
    done = pushin(tmp_path, "doctor")
    assert done.returncode == 1
    assert "PROBLEM  database" in done.stdout
    pushin(tmp_path, "db", "upgrade")
    assert pushin(tmp_path, "doctor").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("text", ["not json", "[]", "{}"])
@pytest.mark.parametrize("command", ["run", "simulate"])
def test_a_demo_with_something_else(tmp_path: Path, command: str, text: str) -> None:
    """`--school` with a file that is no school says so in a sentence and starts nothing."""
    file = tmp_path / "school.json"
    file.write_text(text)
    done = pushin(tmp_path, command, "--school", str(file))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / ".pushin").exists()


@pytest.mark.slow
def test_a_benchmark_nobody_knows(tmp_path: Path) -> None:
    """`bench` with a name that does not exist lists those that do."""
    done = pushin(tmp_path, "bench", "nxt")
    assert done.returncode == 2
    assert "there are bell, expand, " in done.stderr
    assert done.stderr.rstrip().endswith("suggest, week")


@pytest.mark.parametrize(
    ("now", "zone", "words"),
    [("yesterday", "America/New_York", "is no instant"), ("2026-10-05", "Mars/Base", "is no zone")],
)
def test_understand_somewhere_unknown(tmp_path: Path, now: str, zone: str, words: str) -> None:
    """An instant or a zone that does not exist is named, with an example."""
    done = pushin(tmp_path, "understand", "mon 9-9:30", "--now", now, "--tz", zone)
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", [("db", "upgrade"), ("run", "--slack")])
def test_a_newer_schema_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    """A database of a newer Push-In is refused in one line that says what to do."""
    pushin(tmp_path, "db", "upgrade")
    with closing(sqlite3.connect(tmp_path / ".pushin" / "pushin.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_APP_TOKEN": "xapp-1-A1-2-abc"}
    done = pushin(tmp_path, *command, **tokens)
    assert done.returncode == 1
    assert "newer Push-In" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
