"""What the how-to tells other developers works as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2]
PAGE = HOME / "docs" / "how-to" / "test-with-the-sandbox.md"
MOST_LINES = 10


def programs() -> dict[str, str]:
    """Return the files that the page shows, by the name in their first line."""
    found = re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return dict(found)


def test_the_test_is_ten_lines() -> None:
    """It is as short as the page says."""
    lines = [line for line in programs()["test_my_app.py"].splitlines() if line.strip()]

    assert len(lines) == MOST_LINES


def test_the_lines_of_the_page_run(tmp_path: Path) -> None:
    """An app that is not Push-In passes its test in a folder of its own."""
    for name, text in programs().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-o", "asyncio_mode=auto", f"--rootdir={tmp_path}", str(tmp_path)]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{HOME}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 passed" in done.stdout, done.stdout + done.stderr
