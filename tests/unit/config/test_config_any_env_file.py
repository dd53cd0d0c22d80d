"""Whatever stands in a .env file, it becomes settings or one line without a secret."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from config.errors import ConfigError
from config.settings import examples, load

SECRET = "PLANT3D"  # with a digit, as real secrets have: names of letters alone may be shown
MARKS = ["=", " ", "\n", "\r\n", '"', "'", "“", "#", "\\", "$", "\ufeff", "\x00", "é"]
BEGINNINGS = ["xoxb-", "xapp-", "https://", "postgresql://u:", "@h/", "[", ":", "export "]
PIECES = [*examples(), *MARKS, *BEGINNINGS, SECRET]


def answer(env_file: Path) -> str:
    try:
        load({}, env_file)
    except ConfigError as error:
        return str(error)
    return "ok"


@settings(max_examples=300, deadline=None)
@given(pieces=strategies.lists(strategies.sampled_from(PIECES), max_size=20))
def test_any_file_is_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    """No file leads to a trace, to a second line or to a secret on the screen."""
    env_file = tmp_path_factory.getbasetemp() / "any.env"
    env_file.write_text("".join(pieces), encoding="utf-8", newline="")

    said = answer(env_file)

    assert said.splitlines() == [said]
    assert SECRET not in said
