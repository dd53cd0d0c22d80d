"""Every broken .env file ends the program with one helpful line, exit code 78 and no secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FILES = ROOT / "tests" / "data" / "env"
PLANTED = "PLANTED"  # part of every secret in these files

# File: (the variable that the line begins with, words of its sentence).
BROKEN = {
    "api-url-no-host": ("SLACK_API_URL", "names no host"),
    "api-url-no-scheme": ("SLACK_API_URL", "does not begin with https://"),
    "api-url-port": ("SLACK_API_URL", "wrong port"),
    "api-url-scheme": ("SLACK_API_URL", "does not begin with https://"),
    "api-url-unencrypted": ("SLACK_API_URL", "unencrypted"),
    "api-url-with-password": ("SLACK_API_URL", "only a host, a port and a path"),
    "app-token-alone": ("SLACK_BOT_TOKEN", "is missing"),
    "bot-token-alone": ("SLACK_APP_TOKEN", "is missing"),
    "bot-token-as-app-token": ("SLACK_APP_TOKEN", "is the bot token"),
    "data-dir-below-file": ("PUSHIN_DATA_DIR", "lies below a file"),
    "data-dir-is-file": ("PUSHIN_DATA_DIR", "is a file, not a folder"),
    "data-dir-tilde": ("PUSHIN_DATA_DIR", "begins with ~"),
    "data-dir-too-long": ("PUSHIN_DATA_DIR", "File name too long"),
    "database-in-memory": ("PUSHIN_DATABASE_URL", "must outlive the program"),
    "database-is-folder": ("PUSHIN_DATABASE_URL", "names a folder"),
    "database-mysql": ("PUSHIN_DATABASE_URL", "sqlite:/// or postgresql://"),
    "database-no-host": ("PUSHIN_DATABASE_URL", "names no host"),
    "database-no-name": ("PUSHIN_DATABASE_URL", "names no database"),
    "database-other-driver": ("PUSHIN_DATABASE_URL", "sqlite:/// or postgresql://"),
    "database-two-slashes": ("PUSHIN_DATABASE_URL", "three slashes"),
    "database-unescaped-password": ("PUSHIN_DATABASE_URL", "unescaped character"),
    "duplicate": ("SLACK_BOT_TOKEN", "twice in duplicate.env (lines 1 and 5)"),
    "http-port-fraction": ("PUSHIN_HTTP_PORT", "is not a whole number"),
    "lease-negative": ("PUSHIN_LEASE_SECONDS", "must be more than 0"),
    "lease-not-a-number": ("PUSHIN_LEASE_SECONDS", "is not a number"),
    "lease-too-short": ("PUSHIN_LEASE_SECONDS", "together (15)"),
    "log-twice": ("PUSHIN_LOG", "keep one of each"),
    "log-unknown": ("PUSHIN_LOG", "debug, info, warning, error"),
    "lower-case-name": ("slack_bot_token", "did you mean SLACK_BOT_TOKEN?"),
    "misspelt-slack-name": ("SLACK_TOKEN", "did you mean SLACK_BOT_TOKEN?"),
    "mixed-quotes": ("SLACK_BOT_TOKEN", "check the equals sign and the quotation marks"),
    "name-with-secret": ("A name in name-with-secret.env", "line 1"),
    "not-utf8": ("SLACK_BOT_TOKEN", "not UTF-8 in line 2"),
    "other-token": ("SLACK_BOT_TOKEN", "does not begin with xoxb-"),
    "port-negative": ("PUSHIN_PORT", "must be 1 or more"),
    "port-too-high": ("PUSHIN_PORT", "must be 65535 or less"),
    "port-word": ("PUSHIN_PORT", "is not a whole number"),
    "port-zero": ("PUSHIN_PORT", "must be 1 or more"),
    "ports-equal": ("PUSHIN_PORT", "the same as PUSHIN_HTTP_PORT"),
    "public-url-unencrypted": ("PUSHIN_PUBLIC_URL", "unencrypted"),
    "public-url-with-query": ("PUSHIN_PUBLIC_URL", "only a host, a port and a path"),
    "rotating-token": ("SLACK_BOT_TOKEN", "turn token rotation off"),
    "sandbox-url-no-scheme": ("PUSHIN_SANDBOX_URL", "does not begin with https:// or http://"),
    "signing-secret-is-token": ("SLACK_SIGNING_SECRET", "Basic Information"),
    "signing-secret-placeholder": ("SLACK_SIGNING_SECRET", "placeholder"),
    "stray-quote": ("SLACK_BOT_TOKEN", "stray quotation mark"),
    "swallowed-by-other": ("PUSHIN_PORT", "another variable's value, which begins in line 1"),
    "swallowed-line": ("SLACK_BOT_TOKEN", "is a quotation mark missing?"),
    "swapped-tokens": ("SLACK_BOT_TOKEN", "are the two swapped?"),
    "timeout-endless": ("PUSHIN_HTTP_TIMEOUT_SECONDS", "must be 3600 or less"),
    "timeout-word": ("PUSHIN_HTTP_TIMEOUT_SECONDS", "is not a number"),
    "token-cut-short": ("SLACK_BOT_TOKEN", "is cut short"),
    "token-empty": ("SLACK_BOT_TOKEN", "is empty"),
    "token-glued-to-name": ("SLACK_SIGNING_SECRET", "check the equals sign"),
    "token-placeholder": ("SLACK_BOT_TOKEN", "placeholder"),
    "token-with-colon": ("SLACK_BOT_TOKEN", "line 4 of token-with-colon.env"),
    "token-with-line-break": ("SLACK_BOT_TOKEN", "line break"),
    "token-with-space": ("SLACK_BOT_TOKEN", "character that no token has"),
    "token-without-equals": ("SLACK_BOT_TOKEN", "check the equals sign"),
    "typographic-quotes": ("SLACK_BOT_TOKEN", "stray quotation mark"),
    "unclosed-quote": ("SLACK_BOT_TOKEN", "check the equals sign and the quotation marks"),
    "unknown-name": ("PUSHIN_PROT", "did you mean PUSHIN_PORT?"),
    "unknown-name-far-off": ("PUSHIN_CLASSROOM", "is not a setting (line 3)"),
    "user-token": ("SLACK_BOT_TOKEN", "is a user token"),
    "utf16": (str(FILES / "broken" / "utf16.env"), "save it as UTF-8"),
}


def check(env_file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    ours = ("SLACK_", "PUSHIN_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-m", "config", "--env-file", str(env_file), *options],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_explained_in_one_line(name: str) -> None:
    """The line names the variable, what is wrong and an example; exit code 78; no secret."""
    variable, words = BROKEN[name]

    done = check(FILES / "broken" / f"{name}.env")

    assert done.returncode == 78
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"{variable}: ")
    assert words in done.stderr
    assert "; for example " in done.stderr
    assert PLANTED not in done.stdout + done.stderr
    assert done.stdout == ""


def test_every_broken_file_stands_in_the_table() -> None:
    """No file of the folder is left untested."""
    assert sorted(BROKEN) == sorted(path.stem for path in (FILES / "broken").glob("*.env"))


@pytest.mark.parametrize("path", sorted((FILES / "good").glob("*.env")), ids=lambda path: path.stem)
def test_a_good_file_is_ok(path: Path) -> None:
    """Byte-order marks, CRLF, spaces, quotes and comments are no reason to refuse a file."""
    done = check(path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


def test_a_folder_named_env_is_explained(tmp_path: Path) -> None:
    """A folder where the file should be is said to be one."""
    folder = tmp_path / ".env"
    folder.mkdir()

    done = check(folder)

    assert done.returncode == 78
    assert done.stderr == f"{folder}: is a folder, not a file; for example cp .env.example .env\n"


def test_http_needs_a_signing_secret() -> None:
    """What suffices for Socket Mode does not suffice for HTTP; the line says what is missing."""
    done = check(FILES / "good" / "socket.env", "--http")

    assert done.returncode == 78
    assert done.stderr.startswith("SLACK_SIGNING_SECRET: is missing; ")


def test_http_needs_no_app_level_token() -> None:
    """A bot token and a signing secret are all that HTTP asks for."""
    done = check(FILES / "good" / "http.env", "--http")

    assert (done.returncode, done.stdout) == (0, "ok\n")
