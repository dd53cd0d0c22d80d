"""A person's App Home."""

from handlers.actions import ActionRef
from handlers.forms import agree
from handlers.slack import when
from handlers.slack.blocks import buildings, checklist, facts, touchbase, uncertain, waiting
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
        section(buildings.today(found), _bells(found)),
        *(_hidden(found) if found.hidden else _details(found, viewer)),
        divider(),
        *uncertain.items(found.uncertain),
        actions(*_footer(found)),
        context(say("home.footer")),
    ]


def _bells(found: Home) -> Mrkdwn:
    """Return from when to when students are there today, where one school has it."""
    day = found.today
    if day is None or found.buildings is not None or not day.in_session or day.cut:
        return Mrkdwn("")
    if day.first_bell is None or day.last_bell is None:
        return Mrkdwn("")
    return say("home.bells", bells=when.span(day.first_bell, day.last_bell))


def _hidden(found: Home) -> list[Block | None]:
    """Return how much there is, without who or what: others may look on."""
    counts = say("home.hidden", coming=len(found.coming), waiting=len(found.waiting))
    return [section(counts), actions(button(ActionRef("home_show"), style="primary"))]


def _details(found: Home, viewer: Viewer) -> list[Block | None]:
    return [*_waiting(found), divider(), *_coming(found, viewer), *_touch_bases(found)]


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
    listed = checklist.compact(found.checklist) if found.checklist else []
    return [title, *_session(first, viewer), *listed, *(_later(one, viewer) for one in later)]


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
            next_blocks.cant(found.session),
        ),
    ]


def _later(found: NextSession, viewer: Viewer) -> Block | None:
    # One tap that cannot wait; the rest is asked of the next session.
    cant = next_blocks.cant(found.session)
    elsewhere = facts.elsewhere(found.session, viewer)
    return section(next_blocks.compact(found), elsewhere, accessory=cant)


def _touch_bases(found: Home) -> list[Block | None]:
    if not found.touch_bases:
        return []
    rows = touchbase.entries(found.touch_bases[:_SHOWN])
    return [divider(), section(bold(plain("home.touch_bases"))), *rows]


def _footer(found: Home) -> list[Block]:
    is_provider = found.person is not None and found.person.role == "provider"
    mine = [button(ActionRef("caseload"))] if is_provider else []
    hide = [button(ActionRef("home_hide"))] if found.coming and not found.hidden else []
    return [
        button(ActionRef("today")),
        button(ActionRef("week")),
        button(ActionRef("week_picture"), plain("home.picture")),
        *mine,
        button(ActionRef("room")),
        button(ActionRef("settings")),
        button(ActionRef("help")),
        *hide,
    ]
