"""Who is out of a session, who covers, and what was agreed for that, in a line or two."""

from handlers.slack.mrkdwn import Mrkdwn, join
from handlers.slack.sentences import plain, say
from pushin.results import Out, SessionFacts

_ASSISTANTS = frozenset({"COTA", "SLPA", "PTA"})
_PROVIDER = "provider"


def lines(session: SessionFacts) -> list[Mrkdwn]:
    """Return who is out of a session that is on, what holds then, and what was agreed for it."""
    if session.status == "cancelled":
        return []
    found = [_line(one, session) for one in session.out]
    # Of a provider who is out it is told with her name, unless somebody covers.
    by_others = session.out and not any(_is_provider(one, session) for one in session.out)
    if by_others and session.fallback:
        found.append(say("out.fallback", fallback=session.fallback))
    return found


def short(session: SessionFacts) -> Mrkdwn:
    """Return in a few words who is out of a session that is on; for one line of a list."""
    if session.status == "cancelled":
        return Mrkdwn("")
    return join([_short(one, session) for one in session.out], "; ")


def off(session: SessionFacts) -> str:
    """Return why a session is off whose provider is out, and who is asked to cover."""
    why = plain("reason.provider_absent", name=session.provider.name)
    asked = next((one.cover for one in session.out if _is_asked(one)), None)
    return f"{why}; {plain('out.asked', cover=asked.name)}" if asked else why


def asked_of(session: SessionFacts, person_id: str) -> Out | None:
    """Return the absence for which a person is asked to cover in a session."""
    return next(
        (one for one in session.out if one.cover and one.cover.id == person_id and _is_asked(one)),
        None,
    )


def with_short(line: Mrkdwn, session: SessionFacts) -> Mrkdwn:
    """Return a session's line in a list, with who is out of it."""
    told = short(session)
    return say("out.behind", line=line, told=told) if told else line


def _line(one: Out, session: SessionFacts) -> Mrkdwn:
    told = {"name": one.person.name, "fallback": session.fallback, **_cover(one)}
    if not _is_provider(one, session):
        return say("out.steps_in" if _covers(one) else "out.person", **told)
    if not _covers(one):
        key = "out.provider" if session.fallback else "out.person"
        asked = say("out.asked_line", **told) if _is_asked(one) else Mrkdwn("")
        return join([say(key, **told), asked], " ")
    return say(f"out.covered.{_how(one)}", **told)


def _short(one: Out, session: SessionFacts) -> Mrkdwn:
    told = {"name": one.person.name, **_cover(one)}
    if _covers(one):
        therapy = not _is_provider(one, session) or _how(one) != "support"
        return say("out.short.covered" if therapy else "out.short.support", **told)
    not_therapy = _is_provider(one, session)
    return say("out.short.not_therapy" if not_therapy else "out.short", **told)


def _how(one: Out) -> str:
    """Return how a session is held by who covers: as support, under supervision, or as therapy."""
    cover = one.cover
    if cover is None or cover.role != _PROVIDER:
        return "support"
    return "assistant" if cover.discipline in _ASSISTANTS else "provider"


def _cover(one: Out) -> dict[str, str]:
    cover = one.cover
    return {
        "cover": cover.name if cover else "",
        "discipline": (cover.discipline or "") if cover else "",
    }


def _covers(one: Out) -> bool:
    return one.cover is not None and one.answer == "in"


def _is_asked(one: Out) -> bool:
    return one.cover is not None and one.answer is None


def _is_provider(one: Out, session: SessionFacts) -> bool:
    return one.person.id == session.provider.id


def effect(session: SessionFacts, person_id: str) -> Mrkdwn:
    """Return what becomes of a session that a person is out of, or that they cover no more."""
    mine = next((one for one in session.out if one.person.id == person_id), None)
    if session.status == "cancelled":
        asked = mine is not None and _is_asked(mine)
        cover = mine.cover.name if mine and mine.cover else ""
        return say("effect.off_asked" if asked else "effect.off", cover=cover)
    if mine is None:
        return say("effect.uncovered", fallback=session.fallback)
    is_provider = _is_provider(mine, session)
    if is_provider and _covers(mine):
        return _line(mine, session)
    key = "effect.provider" if is_provider else "effect.stays"
    agreed = say("effect.agreed", fallback=session.fallback) if session.fallback else Mrkdwn("")
    asked_line = say("out.asked_line", **_cover(mine)) if _is_asked(mine) else Mrkdwn("")
    return join([say(key), asked_line, agreed], " ")
