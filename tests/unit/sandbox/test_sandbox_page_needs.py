"""What the page asks of the sandbox: a tour, groups, pages of history, files of forms, ratings."""

import base64
from typing import Any

import pytest
from unit.sandbox.bench import Bench

from sandbox import acting, elements, looking, seed
from sandbox.errors import Refused
from sandbox.triggers import Triggers
from sandbox.values import Usergroup

ROOM = "CROOM4"
TEAM = {"id": "T0", "name": "Team", "domain": "team"}
APP = {"id": "A0", "name": "App", "bot_user_id": "U0BOT", "bot_id": "B0BOT"}
PERSON = {"id": "UMAYA", "name": "maya", "real_name": "Maya Ortiz"}
STEP = {"title": "Look", "text": "at the card"}


def planted(**more: Any) -> Any:
    body = {"team": TEAM, "app": APP, "users": [PERSON], **more}
    return seed.workspace(body, Triggers(lambda: 0.0), created=0)


def test_a_seed_brings_a_tour_and_groups() -> None:
    """The cards of the tour keep their order, groups their handle."""
    do = {"label": "Go", "as": "UMAYA", "clock": {"advance": 60}}
    here = planted(tour=[STEP, {**STEP, "do": do}], usergroups=[{"id": "S0", "handle": "ot"}])

    assert [step.do for step in here.tour] == [None, do]
    assert here.usergroups == (Usergroup("S0", "ot"),)


@pytest.mark.parametrize(
    "more",
    [
        {"tour": {}},
        {"tour": [{"title": "No text"}]},
        {"tour": [{**STEP, "do": {"as": "UMAYA"}}]},
        {"tour": [{**STEP, "do": {"label": "Go", "jump": 1}}]},
        {"usergroups": [{"id": "S0"}]},
    ],
)
def test_a_wrong_tour_or_group_is_refused(more: dict[str, Any]) -> None:
    """A card without its words, a deed without a label or of another kind is no seed."""
    with pytest.raises(Refused) as refused:
        planted(**more)

    assert refused.value.code == "bad_seed"


async def test_history_is_looked_at_in_pages(bench: Bench) -> None:
    """`before` gives the page before a message, `oldest` all from one on; both say if more is."""
    for number in range(5):
        acting.say(bench.server, {"as": "UMAYA", "channel": ROOM, "text": str(number)})

    def look(**query: str) -> tuple[list[str], bool]:
        answer = looking.messages(bench.server, {"as": "UMAYA", "channel": ROOM, **query})
        return [message["text"] for message in answer["messages"]], answer["has_more"]

    whole = looking.messages(bench.server, {"as": "UMAYA", "channel": ROOM})["messages"]
    third = whole[2]["ts"]

    assert look(limit="2") == (["3", "4"], True)
    assert look(before=third, limit="2") == (["0", "1"], False)
    assert look(before=third, limit="1") == (["1"], True)
    assert look(oldest=third) == (["2", "3", "4"], True)


async def test_a_groups_handle_becomes_its_mention(bench: Bench) -> None:
    """`@ot` is sent as Slack sends it, and stands in the rich text as a group."""
    bench.server.workspace.usergroups = (Usergroup("S0OT", "ot"),)
    acting.say(bench.server, {"as": "UMAYA", "channel": ROOM, "text": "Hello @ot"})
    (said,) = looking.messages(bench.server, {"as": "UMAYA", "channel": ROOM})["messages"]

    assert said["text"] == "Hello <!subteam^S0OT|@ot>"
    (section,) = said["blocks"][0]["elements"]
    assert section["elements"][-1] == {"type": "usergroup", "usergroup_id": "S0OT"}


async def test_a_file_of_a_form_may_be_read_by_the_app(bench: Bench) -> None:
    """A file brought without a channel is posted nowhere; the app finds it by its id."""
    content = base64.b64encode(b"a,b").decode()
    brought = acting.upload(
        bench.server, {"as": "UMAYA", "filename": "bells.csv", "content": content}
    )

    assert brought["ts"] is None
    assert brought["described"]["name"] == "bells.csv"
    assert bench.call("files.info", file=brought["file"])["file"]["size"] == 3
    assert looking.messages(bench.server, {"as": "UMAYA", "channel": ROOM})["messages"] == []


def test_a_rating_carries_the_button_that_was_tapped() -> None:
    """Feedback buttons send the value of one of the two, and nothing else."""
    good, bad = ({"text": {"text": word}, "value": word} for word in ("yes", "no"))
    element = {"action_id": "rate", "positive_button": good, "negative_button": bad}

    assert elements.rated(element, {"value": "no"})["value"] == "no"
    with pytest.raises(Refused):
        elements.rated(element, {"value": "perhaps"})
