"""The timeline of a plan's agreements, in a modal of its own."""

from dataclasses import replace

from handlers.slack import when
from handlers.slack.blocks import difference, facts, reviews
from handlers.slack.blocks.kit import Block, Modal, context, modal, section
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, join
from handlers.slack.sentences import plain, say
from pushin.results import AgreementEvent, AgreementHistory


def history(found: AgreementHistory) -> Modal:
    """Return who agreed to what and when, the newest first, and how much more there is."""
    title = section(say("history.plan", plan=facts.plan_title(found.plan)))
    events = [_event(event, found.plan.zone) for event in found.events]
    looked = [reviews.event(one, found.plan.zone) for one in found.reviews]
    none = None if events or looked else section(say("history.none"))
    more = context(say("history.more", count=found.more)) if found.more else None
    return replace(
        modal(plain("history.title"), [title, none, *looked, *events, more]), stacked=True
    )


def _event(event: AgreementEvent, zone: str) -> Block | None:
    only = say("history.only", on=event.only_on) if event.only_on else Mrkdwn("")
    # Being told in person is known by its date only.
    at = when.full(event.on) if event.on else when.moment(event.at, zone)
    line = join([bold(at), _what(event, zone), only], " · ")
    return section(line, bullets(difference.lines(event.changes)))


def _what(event: AgreementEvent, zone: str) -> Mrkdwn:
    name = event.who.name
    if event.kind == "saved":
        return say("history.saved.first" if event.number == 1 else "history.saved", name=name)
    if event.kind == "told":
        return say("history.told", name=name, on=event.on, by=event.by.name if event.by else "")
    if event.kind == "carried" and event.since:
        return say("history.carried", name=name, since=when.moment(event.since, zone))
    return say(f"history.{event.kind}", name=name)
