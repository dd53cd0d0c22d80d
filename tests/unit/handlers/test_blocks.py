"""What people see: every result within Slack's limits, escaped, and never a secret word."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from unit.handlers import facts

from handlers.slack import render
from handlers.slack.blocks import home, waiting
from handlers.slack.blocks import next as nexts
from handlers.slack.blocks.facts import Viewer
from handlers.slack.blocks.kit import SlackMessage
from pushin import results as r
from sandbox import blocks as strict

MAYA = Viewer("UMAYA", "America/New_York")
HIDDEN = re.compile(r"\b(version|hash|outcome|status)\b", re.IGNORECASE)


def read(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        if isinstance(thing.get("text"), str):
            yield thing["text"]
        for value in thing.values():
            yield from read(value)
    elif isinstance(thing, list):
        for one in thing:
            yield from read(one)


def words(message: SlackMessage) -> str:
    return "\n".join(read(message.blocks))


def buttons(blocks: Any) -> list[dict[str, Any]]:
    rows = [b for b in blocks if b["type"] == "actions"]
    inside = [e for row in rows for e in row["elements"]]
    beside = [b["accessory"] for b in blocks if b.get("accessory")]
    return [one for one in [*inside, *beside] if one["type"] == "button"]


def labels(blocks: Any) -> list[str]:
    return [one["text"]["text"] for one in buttons(blocks)]


LONG = "Bring the & <blue> folders, " * 40
TEXTS = {"plain": "", "nasty": facts.NASTY, "long": LONG}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("number", range(len(facts.everything())))
def test_every_message_is_one_that_slack_takes(text: str, number: int) -> None:
    """Whatever people wrote, a message passes Block Kit's own limits and is not too long in all."""
    message = render.message(facts.everything(text, text[:80])[number], MAYA)

    strict.checked_message(json.loads(json.dumps(message.blocks)))
    assert message.text
    assert len(message.text) <= 3000
    assert len(json.dumps(message.blocks)) < 60_000


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("number", range(4))
def test_every_home_is_one_that_slack_takes(text: str, number: int) -> None:
    """Whatever people wrote, a Home passes Block Kit's own limits."""
    view = render.home(facts.homes(text, text[:80])[number])

    strict.checked_view(json.loads(json.dumps(view)), "home")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_whole_list_is_a_modal_that_slack_takes(text: str) -> None:
    """Two hundred expectations are twenty groups of ten boxes, within Block Kit's own limits."""
    for one in facts.everything(text, text[:80]):
        if isinstance(one, r.Checklist):
            view = render.view(one)
            strict.checked_view(json.loads(json.dumps(view)), "modal")
            boxes = [b for b in view["blocks"] if "|" in str(b.get("block_id"))]  # type: ignore[attr-defined]
            shown = sum(len(b["elements"][0]["options"]) for b in boxes)
            assert shown == (0 if one.closed or facts_off(one) else len(one.expectations))


def facts_off(one: r.Checklist) -> bool:
    return one.session.status != "planned"


@pytest.mark.parametrize("number", range(len(facts.everything())))
def test_what_people_wrote_notifies_nobody_and_makes_no_link(number: int) -> None:
    """A broadcast or a link in user text is shown as typed, in blocks and in the notification."""
    message = render.message(facts.everything(facts.NASTY, facts.NASTY)[number], MAYA)
    marked = [t["text"] for t in _texts(message.blocks) if t["type"] == "mrkdwn"]

    for shown in [message.text, *marked]:
        assert "<!" not in shown
        assert "<https://evil" not in shown
        assert "<b>" not in shown
    assert all(t.get("verbatim") for t in _texts(message.blocks) if t["type"] == "mrkdwn")


def _texts(thing: Any) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        if thing.get("type") in {"mrkdwn", "plain_text"}:
            yield thing
        for value in thing.values():
            yield from _texts(value)
    elif isinstance(thing, list):
        for one in thing:
            yield from _texts(one)


@pytest.mark.parametrize("number", range(len(facts.everything())))
def test_no_message_shows_words_of_the_machine(number: int) -> None:
    """People never read version, hash, outcome or status, nor an id."""
    message = render.message(facts.everything()[number], MAYA)
    shown = f"{message.text}\n{words(message)}"

    assert not HIDDEN.search(shown)
    assert "agr1" not in shown
    assert "plan1" not in shown


def test_channel_cards_mention_nobody() -> None:
    """A plan card and a checklist name people without mentioning them."""
    for result in facts.everything():
        if isinstance(result, r.PlanCard | r.Checklist):
            assert "<@" not in words(render.message(result))


def test_next_says_when_where_who_leads_my_part_and_one_thing_to_try() -> None:
    """The next session is three short lines with the full date and the school's time."""
    shown = words(render.message(facts.next_session(), Viewer("UADAMS", "America/New_York")))

    assert "Mon, Oct 12, 2026, 9:10\N{EN DASH}9:40 AM" in shown
    assert "Room 4 · Centers" in shown
    assert "*Lead:* Maya Ortiz" in shown
    assert "*You:* opens centers" in shown
    assert "*Try:* pencil grips first" in shown


def test_next_offers_to_say_im_in_only_while_it_is_open() -> None:
    """I'm in stands first while the asker's answer is missing, and is gone afterwards."""
    asked = render.message(facts.next_session(), MAYA)
    answered = render.message(facts.next_session(my_answer="in"), MAYA)

    assert labels(asked.blocks) == [
        "I'm in",
        "Expectations",
        "Roles",
        "Change",
        "Can't make it",
    ]
    assert labels(answered.blocks) == ["Expectations", "Roles", "Change", "Can't make it"]


def test_another_zone_is_told_once() -> None:
    """Somebody whose Slack is in another zone reads the school's time and their own."""
    far = words(render.message(facts.next_session(), Viewer("UMAYA", "America/Phoenix")))
    near = words(render.message(facts.next_session(), Viewer("UMAYA", "America/Detroit")))

    assert "9:10\N{EN DASH}9:40 AM" in far
    assert "On your clock: Mon, Oct 12, 6:10 AM" in far
    assert "On your clock" not in near


def test_that_somebody_cannot_come_takes_one_tap() -> None:
    """Nobody is asked whether they are sure: it can be taken back."""
    cant = nexts.cant(facts.session())

    assert cant["action_id"] == "pushin:cant"
    assert "confirm" not in cant


def test_the_menu_has_four_buttons_fit_for_the_asker() -> None:
    """Bare /pushin answers Next, Can't make it, Roles and More."""
    menu = nexts.menu(facts.next_session(), MAYA)

    assert labels(menu.blocks) == ["Next", "Can't make it", "Roles", "More"]


def test_the_menu_of_somebody_new_says_what_to_do_first() -> None:
    """Without sessions the first button is the one that helps."""
    menu = nexts.menu(r.NothingNext(has_plans=False, role="provider"), MAYA)

    assert labels(menu.blocks) == ["Plan a push-in", "Today", "More"]


def test_nobody_is_asked_in_vain() -> None:
    """Who cannot be asked is named to the author, with what to do; they themselves get buttons."""
    theirs = waiting.items([r.WaitingTime(facts.ADAMS, mine=False)])
    mine = waiting.items([r.WaitingTime(facts.ADAMS, mine=True)])

    assert "Adams has not been asked" in json.dumps(theirs)
    assert "/pushin settings" in json.dumps(theirs)
    assert [one for one in mine if one and one["type"] == "actions"]
    assert {"Settings", "Room"} == set(labels([one for one in mine if one]))


def test_preview_after_a_conflict() -> None:
    """What came in between stands first, with what to do; what was shown before stands below."""
    new = r.Clash("room", "Ben", facts.ON, 545, 590)
    old = r.Clash("provider", "Maya", facts.ON, 560, 600)
    shown = words(render.message(facts.preview(since=(new,), clashes=(old, new))))

    assert "Not saved yet" in shown
    assert shown.index("Not saved yet") < shown.index("Ben") < shown.index("Is this right?")
    assert shown.count("Ben") == 1
    assert "Maya, " in shown[shown.index("Is this right?") :]


def test_an_echo_names_full_dates_moves_obstacles_and_clashes() -> None:
    """Before a plan is saved, everything that will be unlike a usual week is said."""
    shown = words(render.message(facts.preview()))

    assert "Mon & Wed 9:10\N{EN DASH}9:40 AM" in shown.replace("&amp;", "&")
    assert "Mon, Oct 12, 2026 \N{EN DASH} Wed, Jun 9, 2027 · sessions: 58" in shown
    assert "First: Mon, Oct 12, 2026; Wed, Oct 14" in shown
    assert "Late start: 10:30\N{EN DASH}11:00 AM, first on Fri, Oct 30, 2026" in shown
    assert "No centers on Wed, Nov 4, 2026" in shown
    assert "In the room at the same time: Ben, Mon, Oct 12, 2026" in shown


def test_an_echo_of_a_single_date_says_it_once() -> None:
    """A plan of one day names that day alone, not a span from it to itself."""
    once = facts.plan(from_date=facts.ON, until_date=facts.ON)
    shown = words(render.message(facts.preview(plan=once, session_count=1)))

    assert "Once: Mon, Oct 12, 2026" in shown
    assert "sessions:" not in shown


def test_parts_that_everybody_confirmed_stand_without_answers() -> None:
    """Once everyone is in, one line says so; who was told in person is still shown as told."""
    agreed = facts.agreement(in_force=True, waiting_for=())
    shown = words(render.message(r.PlanCard(facts.plan(), agreed, None, ())))

    assert "Everyone's in." in shown
    assert ":white_check_mark:" not in shown
    assert "told in person, Fri, Oct 9, 2026" in shown


def test_home_asks_everything_of_the_next_session_only() -> None:
    """Later sessions are two lines with the one button that cannot wait."""
    coming = home.home(facts.homes()[-1], MAYA)["blocks"]

    assert labels(coming).count("Expectations") == 1
    assert labels(coming).count("Can't make it") == 3


def test_touch_bases_ahead_are_few_and_quiet() -> None:
    """The list names the next four, and no button of it is louder than what waits."""
    shown = render.message(r.TouchBases((facts.touch_base(),) * 9, ()))

    assert words(shown).count("Ms. Adams and Maya Ortiz") == 4
    assert [one for one in buttons(shown.blocks) if one.get("style")] == []


def test_what_is_over_has_no_button_that_does_nothing() -> None:
    """A touch-base of a past week keeps its note, a card that moved away keeps no button."""
    base = r.TouchBaseCard(facts.touch_base(), None, None, (), over=True)
    moved = r.PlanCard(facts.plan(), facts.agreement(), None, (), moved=True)

    assert len(buttons(render.message(base).blocks)) == 1
    assert buttons(render.message(moved).blocks) == []


def test_home_asks_about_uncertain_messages() -> None:
    """Each says what went where and when, with two taps; what is of no use is not repeated."""
    four = tuple(facts.uncertain(number) for number in range(4))
    some, none, late = (
        home.home(r.Home(facts.MAYA, None, (), (), (), "UTC", uncertain=found), MAYA)
        for found in (four, (), (replace(four[0], too_late=True),))
    )

    assert "The checklist for <#C0ROOM4>, due Wed, Oct 7, 2026, 9:01" in json.dumps(some)
    assert "And 1 more." in json.dumps(some)
    assert json.dumps(some).count("Post it again") == 3
    assert "Was this posted?" not in json.dumps(none)
    assert "Post it again" not in json.dumps(late)
    assert "It stands there" in json.dumps(late)


def test_a_checklist_names_its_two_adults() -> None:
    """In a channel with several providers a checklist says whose session it is."""
    assert "Ms. Adams and Maya Ortiz" in words(render.message(facts.checklist()))


def test_an_adult_without_account_is_told_never_confirmed() -> None:
    """Told in person is shown as such, with its date."""
    shown = words(render.message(facts.everything()[11]))
    told = words(render.message(r.PlanCard(facts.plan(), facts.agreement(), None, ())))

    assert "told in person, Fri, Oct 9, 2026" in told
    assert "not answered yet" in shown


def test_a_checklist_shows_who_is_ready_only_while_the_session_is_open() -> None:
    """Names stand while it is open; closed, the boxes and the names are gone."""
    ticked = facts.expectation(1, ticked_by=facts.ADAMS, ticked=True)
    open_one = facts.checklist(expectations=(ticked,))
    closed = replace(open_one, closed=True, expectations=(replace(ticked, ticked_by=None),))

    assert "Ticked by Ms. Adams." in words(render.message(open_one))
    assert "Adams" not in words(render.message(closed)).split("over")[-1]
    assert "(was ready)" in words(render.message(closed))
    assert not [b for b in render.message(closed).blocks if b["type"] == "actions"]


def test_a_long_expectation_goes_on_in_the_second_line_of_its_box() -> None:
    """A box's label holds 75 characters; no word is cut before the second line is full."""
    text = "put out the writing folders, the slant boards and the short pencils before the bell"
    card = facts.checklist(expectations=(facts.expectation(1, text),))
    row = next(b for b in render.message(card).blocks if b["type"] == "actions")
    box = row["elements"][0]["options"][0]  # type: ignore[index]

    assert f"{box['text']['text']} {box['description']['text']}" == text


def test_a_checklist_links_to_the_plans_standing_thread() -> None:
    """The link goes to the plan card's message in the session's channel."""
    card = facts.checklist(plan_card_ts="1700000000.000100")
    shown = words(render.message(card, team_url="https://lincoln.slack.com/"))

    assert "<https://lincoln.slack.com/archives/C4/p1700000000000100|" in shown


def test_an_answered_ask_card_says_so() -> None:
    """After the last answer the card has no button left."""
    card = render.message(r.AskCard(facts.MAYA, facts.ON, (), 3))

    assert "all answered" in words(card)
    assert not buttons(card.blocks)


def test_refusals_are_one_sentence_with_what_to_do() -> None:
    """A refusal says what to type instead; weekdays are read as words."""
    days = render.message(r.Refused("no_school_days", {"weekdays": (0, 1, 2, 3, 4)}))
    stranger = render.message(r.Refused("stranger"))

    assert "Mon\N{EN DASH}Fri" in days.text
    assert labels(stranger.blocks) == ["Settings"]


def test_a_hidden_home_names_nobody() -> None:
    """On a shared screen it says what the day is and how much there is; one tap shows the rest."""
    home_of = facts.homes()[-1]
    shown = json.dumps(home.home(home_of, MAYA))
    hidden = json.dumps(home.home(replace(home_of, hidden=True), MAYA))

    assert "Room 4" in shown
    assert "Hide details" in shown
    assert "Room 4" not in hidden
    assert "Ms. Adams" not in hidden
    assert f"Push-ins to come: {len(home_of.coming)}" in hidden
    assert "Show details" in hidden
