"""What may stand in a typed text."""

import pytest

from pushin import errors, texts


def test_trims_and_drops_control_characters() -> None:
    """Clean trims and drops control and format characters, and keeps line breaks."""
    assert texts.clean("  a\x00b\u202ec\nd\r\n ", 10, what="note") == "abc\nd"


def test_keeps_a_joined_emoji() -> None:
    """Clean keeps the joiner inside an emoji of several people."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

    assert texts.clean(family, 10, what="note") == family


def test_says_how_long_is_too_long() -> None:
    """A text of 40,000 characters is refused with the limit and its length."""
    with pytest.raises(errors.Refusal) as caught:
        texts.clean("x" * 40_000, texts.NOTE, what="phrase")

    assert caught.value.code == "too_long"
    assert caught.value.params == {"what": "phrase", "limit": 600, "length": 40_000}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        (" \n ", "missing"),
        (":tada: :+1:", "no_words"),
        ("\U0001f389 !!", "no_words"),
    ],
)
def test_words_must_say_something(text: str, code: str) -> None:
    """Nothing, emoji and punctuation are refused where words are needed."""
    with pytest.raises(errors.Refusal) as caught:
        texts.words(text, 300, what="expectation")

    assert caught.value.code == code


def test_words_may_hold_an_emoji_and_markup() -> None:
    """Words with an emoji, and what looks like markup, are kept as they are."""
    assert texts.words("folders <out> & ready :tada:", 300, what="x") == (
        "folders <out> & ready :tada:"
    )
