"""What a typed line means."""

import pytest

from handlers import verbs
from handlers.slack import routes
from handlers.slack.sentences import known


@pytest.mark.parametrize(
    ("line", "verb", "rest"),
    [
        ("", verbs.MENU, ""),
        ("   ", verbs.MENU, ""),
        ("next", "next", ""),
        ("NEXT", "next", ""),
        ("Next!", "next", ""),
        ("roles", "agree", ""),
        ("schedule Mon & Wed 9:10", "schedule", "Mon & Wed 9:10"),
        ("expect   folders out ", "expect", "folders out"),
        ("?", "help", ""),
    ],
)
def test_a_verb_is_found_by_its_words(line: str, verb: str, rest: str) -> None:
    """A verb is known by its name and aliases, in any case, with what follows it."""
    assert verbs.parse(line) == verbs.Called(verb, rest)


@pytest.mark.parametrize(
    ("line", "near"), [("nxt", "next"), ("shedule Mon", "schedule"), ("tuochbase", "touchbase")]
)
def test_a_slip_finds_what_was_meant(line: str, near: str) -> None:
    """A word that looks like a verb names that verb first."""
    found = verbs.parse(line)

    assert isinstance(found, verbs.Unknown)
    assert found.near[0] == near


def test_a_word_like_no_verb_names_none() -> None:
    """What looks like nothing is said back, shortened, without a guess."""
    found = verbs.parse("x" * 500)

    assert found == verbs.Unknown("x" * 40, ())


def test_no_word_calls_two_verbs() -> None:
    """Names and aliases are all different."""
    words = [word for verb in verbs.VERBS for word in verb.words]

    assert len(words) == len(set(words))


def test_every_verb_has_a_route_a_button_and_a_line_of_help() -> None:
    """The registry, the routes and the catalogue know the same verbs."""
    names = {verb.name for verb in verbs.VERBS}

    assert names | {verbs.MENU} == set(routes.VERBS)
    assert all(known(f"verb.{name}") and known(f"button.{name}") for name in names)


def test_the_usage_hint_shows_every_verb() -> None:
    """The hint beside the slash command is made from the registry."""
    hint = verbs.usage_hint()

    assert hint.startswith("next | today | week [next] | schedule PHRASE")
    assert len(hint) <= 1000
