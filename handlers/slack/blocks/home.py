"""A person's App Home."""

from handlers.actions import ActionRef
from handlers.forms import agree
from handlers.slack.blocks import buildings, facts, touchbase, waiting
from handlers.slack.blocks import next as next_blocks
from handlers.slack.blocks.facts import Viewer
from handlers.slack.blocks.kit import Block, actions, button, context, divider, header, section
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say
from pushin.results import Home, NextSession

_SHOWN = 3


def home(found: Home, viewer: Viewer) -> Block:
    """Return today, what waits, what comes, touch-bases and help; somebody new is welcomed."""
    blocks = _welcome() if found.person is None else _known(found, viewer)
    return {"type": "home", "blocks": [block for block in blocks if block is not None][:100]}


def closed() -> Block:
    """Return the one line for accounts that are no full member of the workspace."""
    return {"type": "home", "blocks": [section(say("refused.foreign"))]}


def _welcome() -> list[Block | None]:
    begin = button(ActionRef("settings"), plain("button.begin"), style="primary")
    return [header(plain("home.welcome")), section(say("home.new")), actions(begin)]


def _known(found: Home, viewer: Viewer) -> list[Block | None]:
    return [
        header(str(plain("home.today"))),
        section(buildings.today(found)),
        *_waiting(found),
        divider(),
        *_coming(found, viewer),
        *_touch_bases(found),
        divider(),
        context(say("home.uncertain", count=found.uncertain) if found.uncertain else Mrkdwn("")),
        actions(*_footer()),
        context(say("home.footer")),
    ]


def _waiting(found: Home) -> list[Block | None]:
    if not found.waiting:
        return [context(say("home.nothing_waits"))]
    return [divider(), section(bold(plain("home.waiting"))), *waiting.items(found.waiting)]


def _coming(found: Home, viewer: Viewer) -> list[Block | None]:
    title = section(bold(plain("home.coming")))
    if not found.coming:
        role = found.person.role if found.person else ""
        return [title, *_nothing_coming(role)]
    first, *later = found.coming[:_SHOWN]
    return [title, *_session(first, viewer), *(_later(one, viewer) for one in later)]


def _nothing_coming(role: str) -> list[Block | None]:
    if role in {"provider", "organiser"}:
        first = actions(button(ActionRef("schedule"), style="primary"))
        return [section(say("next.none.plans")), first]
    return [section(say("next.none.team")), actions(button(ActionRef("room")))]


def _session(found: NextSession, viewer: Viewer) -> list[Block | None]:
    plan = found.session.plan_id
    part = say("next.part", part=found.my_part) if found.my_part else Mrkdwn("")
    return [
        section(next_blocks.compact(found), part),
        context(facts.elsewhere(found.session, viewer)),
        actions(
            button(ActionRef("expectations", plan)),
            button(ActionRef("agree", agree.at_hand(found.session), found.agreement_number)),
            next_blocks.cant(found.session, viewer),
        ),
    ]


def _later(found: NextSession, viewer: Viewer) -> Block | None:
    # One tap that cannot wait; the rest is asked of the next session.
    cant = next_blocks.cant(found.session, viewer)
    elsewhere = facts.elsewhere(found.session, viewer)
    return section(next_blocks.compact(found), elsewhere, accessory=cant)


def _touch_bases(found: Home) -> list[Block | None]:
    if not found.touch_bases:
        return []
    rows = touchbase.entries(found.touch_bases[:_SHOWN])
    return [divider(), section(bold(plain("home.touch_bases"))), *rows]


def _footer() -> list[Block]:
    return [
        button(ActionRef("today")),
        button(ActionRef("room")),
        button(ActionRef("settings")),
        button(ActionRef("help")),
    ]
