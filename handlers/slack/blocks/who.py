"""Who is in the room and does what, in one line for each adult."""

from collections.abc import Sequence

from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import Block, section
from handlers.slack.mrkdwn import Mrkdwn, bullets
from handlers.slack.sentences import plain, say
from pushin.results import AgreementFacts, Part, PersonRef


def parts(
    adults: Sequence[PersonRef], agreement: AgreementFacts | None
) -> tuple[Block | None, ...]:
    """Return who is in the room, each adult's part, the activity and what to bring."""
    if agreement is None:
        names = facts.names(adults)
        return (section(say("who.room", names=names), say("next.no_roles")),)
    written = {part.person.id for part in agreement.parts}
    others = [one for one in adults if one.id not in written]
    lines = [_part(agreement, part) for part in agreement.parts]
    return (
        section(bullets([*lines, *(say("who.too", name=facts.who(one)) for one in others)])),
        section(*_rest(agreement)),
    )


def _part(agreement: AgreementFacts, part: Part) -> Mrkdwn:
    leads = part.person.id == agreement.lead.id
    return say(
        "agreement.part.leads" if leads else "agreement.part",
        name=facts.who(part.person),
        part=part.part or plain("agreement.part.open"),
    )


def _rest(agreement: AgreementFacts) -> list[str]:
    told = {
        "agreement.activity": agreement.activity,
        "agreement.materials": agreement.materials,
    }
    return [say(key, text=text) for key, text in told.items() if text]
