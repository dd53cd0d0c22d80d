"""Twelve bugs that such programs are known for: each, put in by a patch, turns the tests red."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUGS = Path(__file__).parent / "bugs"
COPIED = ("bot", "handlers", "pushin", "storage", "school", "config", "sandbox", "tests")
FAILED = 1
"""pytest's exit code where tests ran and some of them failed; a bug that breaks an import has 2."""

PYTEST = (sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
UNIT = "tests/unit"
NOTICED_BY = {
    "01-post-then-mark": f"{UNIT}/bot/test_delivery.py::test_a_fault_neither_doubles_nor_loses",
    "02-default-retries": f"{UNIT}/bot/test_delivery.py::test_a_fault_neither_doubles_nor_loses",
    "03-deferred-transactions": f"{UNIT}/storage/test_database.py::"
    "test_two_programs_lose_no_update",
    "04-drop-on-retry": f"{UNIT}/handlers/test_wire.py::"
    "test_a_lost_answer_is_given_when_slack_delivers_again",
    "05-cron-planner": f"{UNIT}/bot/test_ticking.py",
    "06-lease-too-short": f"{UNIT}/bot/test_delivery.py::test_a_claim_that_grew_old_is_let_go",
    "07-ack-before-commit": f"{UNIT}/bot/test_app.py",
    "08-local-time-for-due": f"{UNIT}/school/test_school_clock.py",
    "09-expired-prompt-sent": f"{UNIT}/pushin/test_prompts.py",
    "10-missing-workspace": f"{UNIT}/handlers/test_wire.py::"
    "test_a_delivery_that_comes_twice_acts_and_answers_once",
    "11-budget-ignored": f"{UNIT}/pushin/test_prompts.py",
    "12-stale-confirmation": f"{UNIT}/pushin/test_agreements.py",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the program and its tests, to be spoiled."""
    folder = tmp_path_factory.mktemp("spoiled")
    ignored = shutil.ignore_patterns("__pycache__", "*.png")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("pyproject.toml", "alembic.ini"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_each_patch_is_noticed_by_something() -> None:
    """There are twelve patches, and each names the tests that it must turn red."""
    assert sorted(one.stem for one in BUGS.glob("*.patch")) == sorted(NOTICED_BY)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("bug", sorted(NOTICED_BY))
def test_the_suite_is_red(copy: Path, bug: str) -> None:
    """With the patch, tests fail that pass without it."""
    patch = BUGS / f"{bug}.patch"
    _apply(copy, patch)
    try:
        done = subprocess.run(
            [*PYTEST, NOTICED_BY[bug]],
            cwd=copy,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        _apply(copy, patch, "--reverse")

    assert done.returncode == FAILED, done.stdout[-2000:] + done.stderr[-2000:]


def _apply(folder: Path, patch: Path, *how: str) -> None:
    # Outside of any repository, so that paths are those of the folder.
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    command = ["git", "apply", *how, str(patch)]
    subprocess.run(command, cwd=folder, env=outside, check=True)
