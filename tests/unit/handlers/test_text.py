"""Text and times as people read them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.actions import ActionRef
from handlers.slack import mrkdwn, receive, when
from handlers.slack.sentences import plain, say

PEOPLE = {"U1": "Ms. Adams"}


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (550, 580, "9:10\N{EN DASH}9:40 AM"),
        (700, 730, "11:40 AM\N{EN DASH}12:10 PM"),
        (720, 765, "12:00\N{EN DASH}12:45 PM"),
        (0, 30, "12:00\N{EN DASH}12:30 AM"),
        (780, 785, "1:00\N{EN DASH}1:05 PM"),
        (1380, 1440, "11:00 PM\N{EN DASH}12:00 AM"),
    ],
)
def test_times_are_told_on_the_twelve_hour_clock(start: int, end: int, text: str) -> None:
    """The half of the day is said once where both ends share it."""
    assert when.span(start, end) == text


def test_dates_are_told_in_full() -> None:
    """Weekday, month, day and year: nobody has to count."""
    assert when.full(date(2026, 10, 12)) == "Mon, Oct 12, 2026"


def test_weekdays_read_as_people_say_them() -> None:
    """All five are Mon to Fri; others are joined."""
    assert when.weekdays((2, 0)) == "Mon & Wed"
    assert when.weekdays(range(5)) == "Mon\N{EN DASH}Fri"


def test_another_clock_is_told_only_where_it_differs() -> None:
    """Phoenix keeps no summer time: it differs from Denver in summer only."""
    summer = datetime(2026, 9, 14, 15, tzinfo=UTC)
    winter = datetime(2026, 12, 14, 15, tzinfo=UTC)

    assert when.elsewhere(summer, "America/Denver", "America/Phoenix") == "Mon, Sep 14, 8:00 AM"
    assert when.elsewhere(winter, "America/Denver", "America/Phoenix") is None
    assert when.elsewhere(winter, "America/Denver", None) is None


@given(st.text())
def test_no_text_leaves_the_escape_with_a_mark(text: str) -> None:
    """Whatever was typed, nothing of it is markup; escaping twice changes nothing."""
    safe = mrkdwn.escape(text)

    assert "<" not in safe
    assert ">" not in safe
    assert mrkdwn.escape(safe) == safe
    assert mrkdwn.unescape(safe) == text


@given(st.text(), st.integers(1, 50))
def test_a_cut_leaves_no_half_entity(text: str, limit: int) -> None:
    """A text within a limit ends with a whole entity or none."""
    cut = mrkdwn.clip(mrkdwn.escape(text), limit)

    assert len(cut) <= limit
    assert cut.count("&") == sum(cut.count(one) for one in ("&amp;", "&lt;", "&gt;"))


def test_what_is_put_into_a_sentence_is_escaped_once() -> None:
    """A parameter is safe in a message and unchanged in a plain place."""
    assert say("next.part", part="<!channel> & co") == "*You:* &lt;!channel&gt; &amp; co"
    assert plain("agree.part", about="A & B") == "What A & B does"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U1> opens", "Ms. Adams opens"),
        ("<@U1|adams> opens", "Ms. Adams opens"),
        ("<@U9> opens", "somebody opens"),
        ("see <https://a.example/x|the page>", "see the page"),
        ("see <https://a.example/x>", "see https://a.example/x"),
        ("in <#C1|room-4>", "in #room-4"),
        ("<!channel> come", "@channel come"),
        ("a &lt; b &amp; c", "a < b & c"),
    ],
)
def test_what_slack_sends_is_kept_in_plain_words(sent: str, read: str) -> None:
    """Mentions become names, links their labels, entities their characters."""
    assert mrkdwn.readable(sent, PEOPLE) == read


@given(st.from_regex(r"[a-z_]{1,20}", fullmatch=True), st.text(max_size=50), st.integers(0, 10**6))
def test_a_button_carries_what_was_put_in(verb: str, entity: str, revision: int) -> None:
    """A reference survives its travel, whatever the entity's id holds."""
    ref = ActionRef(verb, entity, revision)

    assert ActionRef.decode(ref.encode()) == ref


@pytest.mark.parametrize("value", ["", "in", "in:1", "in:1:x", '{"a": 1}'])
def test_an_unreadable_button_is_an_old_one(value: str) -> None:
    """A value of another version is answered like a button whose verb is gone."""
    assert receive.reference(value) == receive.OLD


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<@UBOT> next", "next"),
        ("hello <@UBOT> expect folders", "expect folders"),
        ("<@UBOT>", ""),
    ],
)
def test_a_mention_asks_for_what_follows_it(text: str, rest: str) -> None:
    """What stands after the bot's name is the request."""
    assert receive.after_mention(text, "UBOT") == rest


@pytest.mark.parametrize(
    ("body", "foreign"),
    [
        ({"user": {"id": "U1", "team_id": "T1"}}, False),
        ({"user": {"id": "U1", "team_id": "T2"}}, True),
        ({"user": {"id": "U1"}}, False),
        ({"event": {"user": "U1", "user_team": "T2"}}, True),
        ({"event": {"user": "U1"}, "is_ext_shared_channel": True}, True),
        ({"command": "/pushin", "user_id": "U1"}, False),
    ],
)
def test_other_teams_are_told_apart(body: dict[str, object], foreign: bool) -> None:
    """A user of another team, or an event of a shared channel, is foreign."""
    assert receive.is_foreign(body, "T1") is foreign
