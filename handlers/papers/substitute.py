"""Half a page for a substitute: the day's push-ins, what each adult does, and whom to ask."""

from collections.abc import Iterator

from handlers.papers.paint import Line, half_page
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.sentences import plain
from pushin.results import AgreementFacts, Checklist, Part, SubstitutePage


def pdf(found: SubstitutePage) -> bytes:
    """Return the half page as a PDF."""
    return half_page(title(found), list(lines(found)))


def title(found: SubstitutePage) -> str:
    """Return what the paper is called."""
    return plain("paper.title", room=facts.room(found.room), teacher=found.teacher.name)


def lines(found: SubstitutePage) -> Iterator[Line]:
    """Yield what stands on the paper, in order."""
    day = found.day
    yield Line("title", title(found))
    yield Line("day", f"{when.full(day.on)} · {facts.kind_of_day(day)} · {day.school_name}")
    for one in found.push_ins:
        yield from _push_in(one, found)
    yield Line("small", plain("paper.private"))


def _push_in(one: Checklist, found: SubstitutePage) -> Iterator[Line]:
    session = one.session
    yield Line(
        "push_in",
        plain(
            "paper.push_in",
            times=when.span(session.start, session.end),
            during=session.during or plain("paper.push_in.word"),
            who=facts.who(session.provider),
        ),
    )
    if one.agreement is None:
        yield Line("text", plain("paper.ask", name=session.provider.name))
    else:
        yield from _agreed(one.agreement, found)
    known = "; ".join(each.text for each in one.expectations)
    if known:
        yield Line("text", plain("paper.expectations", text=known))


def _agreed(agreed: AgreementFacts, found: SubstitutePage) -> Iterator[Line]:
    for part in sorted(agreed.parts, key=lambda one: one.person.id != found.teacher.id):
        yield Line("text", _part(part, agreed, found))
    for name in ("activity", "materials", "fallback"):
        text = getattr(agreed, name)
        if text:
            yield Line("text", plain(f"paper.{name}", text=text))


def _part(part: Part, agreed: AgreementFacts, found: SubstitutePage) -> str:
    mine = part.person.id == found.teacher.id
    name = plain("paper.you") if mine else facts.who(part.person)
    leads = plain("paper.leads") if part.person.id == agreed.lead.id else ""
    return plain("paper.part", name=name, leads=leads, part=part.part)
