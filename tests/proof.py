"""`make proof`: the full figures, written with date and commit to docs/proof/, part by part."""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from databases import CannotStartError, running_postgresql

from bot.bench import BENCHES

ROOT = Path(__file__).parent.parent
FAULTS, SCENARIO, SCHOOL = "tests/faults", "tests/scenario", "tests/unit/school"


@dataclass(frozen=True)
class Part:
    """One proof: what it shows, and what pytest runs for it."""

    title: str
    arguments: tuple[str, ...]


PARTS = {
    "phrases": Part("1,000,000 fuzzed phrases", (f"{SCHOOL}/test_phrase_fuzz.py", "-m", "proof")),
    "rules": Part(
        "100,000 rules against python-dateutil; cycle days against the schools' own files",
        (f"{SCHOOL}/test_recurrence_oracle.py", "-m", "proof"),
    ),
    "clocks": Part(
        "every minute of 48 hours around every change of clocks 2026-2036, in 13 zones",
        (f"{SCHOOL}/test_clock_changes.py", "-m", "proof"),
    ),
    "weeks": Part(
        "200 random weeks of random teams, all promises checked at every step",
        ("tests/unit/pushin/test_a_week_always.py", "-n", "2"),
    ),
    "story": Part(
        "the story, on both databases, killed between any two steps", (SCENARIO, "-k", "story")
    ),
    "kills": Part(
        "2,000 kills on SQLite, 300 on PostgreSQL (two workers), while 3,000 prompts fall due",
        (f"{FAULTS}/test_kills.py", "-m", "proof"),
    ),
    "steps": Part(
        "a kill at every failpoint and around every statement, and again in the second attempt",
        (f"{FAULTS}/test_every_step.py", "-m", "slow or proof"),
    ),
    "stops": Part(
        "processes stopped past their lease, full disks, and a PostgreSQL that falls",
        (FAULTS, "-m", "slow", "-k", "stopped or disks or falls"),
    ),
    "bugs": Part(
        "twelve known bugs, each of which turns the tests red",
        (f"{FAULTS}/test_seeded_bugs.py", "-m", "slow"),
    ),
    "mix": Part(
        "10,000 posts and 20,000 requests on bad days at Slack, over five seeds",
        (f"{FAULTS}/test_mix.py", f"{FAULTS}/test_inbound.py", "-m", "proof"),
    ),
    "years": Part(
        "20 school years at different schools, lived by chance, and every promise checked",
        (f"{SCENARIO}/test_simulate.py", "-m", "proof"),
    ),
}
BENCH = "bench"


def main() -> int:
    """Run the parts that are named, or all; return 1 if one of them failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, BENCH, []], metavar="PART")
    names = asked.parse_args().parts or [BENCH, *PARTS]
    report = _Report(_commit())
    if BENCH in names:
        # First: what measures has the machine to itself, before anything is left behind.
        report.add("Benchmarks", *_benches())
    for name, part in PARTS.items():
        if name in names:
            report.add(part.title, *_pytest(part.arguments))
    left = [name for name in (BENCH, *PARTS) if name not in names]
    if left:
        report.say(f"Not run this time: {', '.join(left)}.")
    return int(report.failed)


class _Report:
    """A page of docs/proof/ that is as long as what has been run: a proof may be broken off."""

    def __init__(self, commit: str) -> None:
        folder = ROOT / "docs" / "proof"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{datetime.now(UTC):%Y-%m-%d}-{commit}.md"
        self._lines = [f"# Proof of {commit}", "", _machine()]
        self.failed = False

    def add(self, title: str, code: int, output: str, seconds: float) -> None:
        """Add what one part printed, and how long it took."""
        self.failed = self.failed or code != 0
        verdict = f"{seconds:.0f} s" if code == 0 else f"{seconds:.0f} s: FAILED"
        self.say(f"## {title}", "", verdict, "", "```", output.strip(), "```")

    def say(self, *lines: str) -> None:
        """Add lines after an empty one."""
        self._lines += ["", *lines]
        self._file.write_text("\n".join([*self._lines, ""]), encoding="utf-8")


def _pytest(arguments: Sequence[str]) -> tuple[int, str, float]:
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--timeout=3600", *arguments]
    code, output, seconds = _run(command, PUSHIN_PROOF="1")
    return code, output[-4000:], seconds


def _benches() -> tuple[int, str, float]:
    """Run each benchmark in a process of its own, those of delivery on PostgreSQL too."""
    began, outputs, failed = time.monotonic(), [], 0
    for name in BENCHES:
        command = [sys.executable, "-m", "bot", "bench", name]
        try:
            with running_postgresql() as server:
                code, output, _ = _run(command, PUSHIN_BENCH_POSTGRES=server.empty())
        except CannotStartError as error:
            sys.stdout.write(f"no PostgreSQL here: {error}\n")
            code, output, _ = _run(command)
        failed = failed or code
        outputs.append(output.strip())
    return failed, "\n".join(outputs), time.monotonic() - began


def _run(command: Sequence[str], **more: str) -> tuple[int, str, float]:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    sys.stdout.write(done.stdout)
    sys.stdout.flush()
    return done.returncode, done.stdout, time.monotonic() - began


def _machine() -> str:
    facts = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "system": platform.system(),
    }
    return json.dumps(facts)


def _commit() -> str:
    command = ["git", "rev-parse", "--short=12", "HEAD"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
