"""The catalogue: a sentence for every code, a word for every button, and no machine's words."""

import re
from pathlib import Path

import pytest

from handlers import sentences
from handlers.slack import routes
from handlers.slack.catalogue.en import SENTENCES
from handlers.slack.sentences import known
from pushin.errors import Refusal
from pushin.quiet import WHY
from storage.tables.agreements import CO_TEACHING_MODELS
from storage.tables.delivery import PROMPT_KINDS
from storage.tables.people import ROLES, ROUTINE_KINDS
from storage.tables.plans import MODELS

ROOT = Path(__file__).parents[3]
RAISED = re.compile(
    r"(?:Refusal|Stale|NotAllowed|PhraseError|SchoolError|Refused|\.wrong)\(\s*\"([a-z_]+)\""
)
LOOKED_UP = re.compile(r"(?:say|plain)\(\s*\"([a-z_.]+)\"")
FAMILIES = {
    "co_teaching": CO_TEACHING_MODELS,
    "prompt": PROMPT_KINDS,
    "role": ROLES,
    "routine": ROUTINE_KINDS,
    "model": MODELS,
    "quiet.why": WHY,
}


def sources(*folders: str) -> str:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


def test_every_no_has_a_sentence() -> None:
    """Each code that use cases, school files and phrases raise is one the catalogue knows."""
    codes = set(RAISED.findall(sources("pushin", "school", "handlers"))) - {"seen_before"}

    assert not {code for code in codes if not known(f"refused.{code}")}


def test_every_sentence_that_is_shown_exists() -> None:
    """No card looks a sentence up that the catalogue does not have."""
    assert not {key for key in LOOKED_UP.findall(sources("handlers")) if not known(key)}


def test_every_button_has_a_word() -> None:
    """Whatever can be tapped has a label."""
    silent = {"menu", "tick", "room_box"}

    assert not {verb for verb in routes.BUTTONS if not known(f"button.{verb}")} - silent


@pytest.mark.parametrize("family", FAMILIES)
def test_every_word_of_a_list_is_one_people_read(family: str) -> None:
    """Codes of the database are shown as words."""
    assert not {one for one in FAMILIES[family] if not known(f"{family}.{one}")}


def test_refusals_are_short_and_end_as_sentences() -> None:
    """A no fits a phone: at most two short sentences."""
    for key, text in SENTENCES.items():
        if key.startswith("refused."):
            assert len(text) <= 200, key
            assert text.endswith((".", "`.", "`")), key


def test_the_command_line_reads_them_without_markup() -> None:
    """An error's sentence is plain text there, with what was typed as it was typed."""
    error = Refusal("period_unknown", known=["Period 1", "A & B"])

    assert sentences.of(error) == "I don't know that period here. Known are: Period 1, A & B."
