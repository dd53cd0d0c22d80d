"""An itinerant's buildings: today's, the way between them, and what does not go together."""

from collections.abc import Callable, Sequence
from itertools import groupby

from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import Block, SlackMessage, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, join
from handlers.slack.sentences import plain, say
from pushin.results import Agenda, Clash, Home, Outside, SchoolDay, SessionFacts, Settled


def today(found: Home) -> Mrkdwn:
    """Return today in each building of the person's day; without buildings, at their school."""
    if found.today is None:
        return say("home.no_school")
    if found.buildings is None:
        return facts.day(found.today)
    return join([day(one) for one in found.buildings]) or nowhere(found.today)


def nowhere(found: SchoolDay) -> Mrkdwn:
    """Return that a date is of none of the person's buildings."""
    return join([when.full(found.on), say("buildings.nowhere")], " · ")


def day(found: SchoolDay) -> Mrkdwn:
    """Return a date as one of several schools has it, with the school's name."""
    return say("buildings.day", school=found.school_name, day=facts.day(found))


def by_building(
    found: Agenda, buildings: Sequence[SchoolDay], line: Callable[[SessionFacts], Mrkdwn]
) -> list[Block | None]:
    """Return a day's sessions by building in the order of time, with the way between."""
    if not buildings:
        return [section(nowhere(found.day))]
    days = {one.school_name: one for one in buildings}
    blocks: list[Block | None] = []
    before: list[SessionFacts] = []
    for name, group in groupby(found.sessions, key=lambda one: one.school_name):
        here = list(group)
        if _is_on(before) and _is_on(here):
            blocks.append(section(_way(found.travel_minutes, name)))
        blocks.append(section(bold(day(days[name])), bullets([line(one) for one in here])))
        before = here
    visited = {one.school_name for one in found.sessions}
    empty = [one for one in buildings if one.school_name not in visited]
    return [*blocks, *(section(bold(day(one)), say("buildings.none")) for one in empty)]


def clash(found: Clash) -> Mrkdwn:
    """Return that a plan is in another building than its provider, or too soon after one."""
    if found.kind == "travel":
        way = _minutes(found.way)
        times = f"{when.full(found.on)}, {when.span(found.start, found.end)}"
        key = "preview.clash.travel.after" if found.earlier else "preview.clash.travel.before"
        return say(key, gap=_minutes(found.gap), where=found.where, when=times, way=way)
    days = _weekly(found.on.weekday(), found) if found.weekly else when.full(found.on)
    nowhere = "" if found.where else ".nowhere"
    mine = ".mine" if found.mine else ""
    key = f"preview.clash.building{nowhere}{mine}"
    return say(key, who=found.who, where=found.where, days=days)


def outside(found: Settled) -> SlackMessage:
    """Return which plans are where their provider said not to be."""
    lines = [_outside(one) for one in found.outside]
    said = join([say("buildings.saved"), bullets(lines), say("buildings.stay")])
    return message(say("buildings.saved"), section(said))


def _outside(one: Outside) -> Mrkdwn:
    plans = plain("buildings.plan" if one.count == 1 else "buildings.plans", count=one.count)
    key = "buildings.outside" if one.weekly else "buildings.outside.dates"
    days = plain(f"buildings.on.{one.weekday}")
    return say(key, plans=plans, school=one.school_name, days=days, date=one.on)


def _weekly(weekday: int, found: Clash) -> str:
    return plain("buildings.weekly", days=plain(f"buildings.on.{weekday}"), date=found.on)


def _way(minutes: int, school: str) -> Mrkdwn:
    return say("buildings.way", minutes=_minutes(minutes), school=school)


def _minutes(count: int) -> str:
    return plain("buildings.minute" if count == 1 else "buildings.minutes", count=count)


def _is_on(sessions: Sequence[SessionFacts]) -> bool:
    return any(not facts.not_on(one) for one in sessions)
