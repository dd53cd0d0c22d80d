"""`pushin db backup | restore | move` as somebody types them."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from postroom import WHO, settle_in

from storage import schema
from storage.database import Database

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


def pushin(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program with its data in a folder."""
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PUSHIN_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={**own, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=folder,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with a database in which one workspace stands."""
    folder = tmp_path / "data"
    folder.mkdir()
    url = f"sqlite:///{folder}/pushin.db"
    schema.upgrade(url)
    database = Database.open(url)
    database.write_now(settle_in, WHO, ("C0ROOM4",))
    database.close_now()
    return folder


def test_backup_and_restore(data: Path) -> None:
    """A backup says how much it holds; restoring keeps what was there and says where."""
    made = pushin(data, "db", "backup", "safe.db")
    with closing(sqlite3.connect(data / "pushin.db")) as opened:
        opened.execute("UPDATE person SET name = 'Somebody Else'")
        opened.commit()
    again = pushin(data, "db", "backup", "safe.db")
    asked = pushin(data, "db", "restore", "safe.db")
    done = pushin(data, "db", "restore", "safe.db", "--yes")

    assert (made.returncode, made.stdout.splitlines()[-1][:18]) == (0, "safe.db holds all ")
    assert (again.returncode, "exists already" in again.stderr) == (1, True)
    assert (asked.returncode, asked.stdout.splitlines()[-1]) == (1, "Nothing was changed.")
    assert done.returncode == 0, done.stderr
    assert "Push-In looks before it posts." in done.stdout
    with closing(sqlite3.connect(data / "pushin.db")) as opened:
        names = {name for (name,) in opened.execute("SELECT name FROM person")}
    assert "Somebody Else" not in names
    (kept,) = data.glob("before-restore-*.db")
    with closing(sqlite3.connect(kept)) as opened:
        assert {name for (name,) in opened.execute("SELECT name FROM person")} == {"Somebody Else"}


@pytest.mark.slow
def test_what_cannot_be_restored_or_moved(data: Path) -> None:
    """A file that is no backup, a folder that is not there, an address that is none: one line."""
    (data / "letter.txt").write_text("Dear all")
    letter = pushin(data, "db", "restore", "letter.txt", "--yes")
    nowhere = pushin(data, "db", "move", "--to", "mysql://somewhere/db")
    into = pushin(data, "db", "move", "--to", f"sqlite:///{data}/pushin.db")

    assert (letter.returncode, "is no backup" in letter.stderr) == (1, True)
    assert (nowhere.returncode, "does not begin with sqlite" in nowhere.stderr) == (2, True)
    assert (into.returncode, "has to be empty" in into.stderr) == (1, True)


@pytest.mark.slow
def test_move(data: Path) -> None:
    """Everything is copied and compared; what to set next is said."""
    done = pushin(data, "db", "move", "--to", f"sqlite:///{data}/new.db")

    assert done.returncode == 0, done.stderr
    assert "compared row by row" in done.stdout
    assert "PUSHIN_DATABASE_URL" in done.stdout


def test_a_worker_needs_postgresql(data: Path) -> None:
    """Beside others over one SQLite file nobody works: the line names the variable."""
    tried = pushin(
        data, "worker", SLACK_BOT_TOKEN="xoxb-1-2-AbCd", SLACK_APP_TOKEN="xapp-1-A1-2-ab"
    )

    assert tried.returncode == 78
    assert tried.stderr.startswith("PUSHIN_DATABASE_URL")
    assert "a worker needs PostgreSQL" in tried.stderr
