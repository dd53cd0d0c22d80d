"""Whichever part of the program is imported first, all that it needs comes with it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EACH = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [one for one in sys.modules if one.split(".")[0] in ("bot", "handlers", "pushin")]:
        del sys.modules[known]
    try:
        importlib.import_module(name)
    except (ImportError, AttributeError) as error:
        print(name, error)
"""


@pytest.mark.slow
def test_whichever_comes_first() -> None:
    """Commands begin with different modules; none needs another to have been there before."""
    files = [file for folder in ("bot", "handlers") for file in (ROOT / folder).rglob("*.py")]
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in sorted(files)
        if not file.stem.startswith("__")
    ]
    done = subprocess.run(
        [sys.executable, "-c", EACH, *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(names) > 100
    assert done.stdout == ""
