"""The forms of what happened: one session's record, the district's make-ups, indirect weeks."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen
from pushin.log_inputs import LogInput
from pushin.make_ups import DECISIONS, WHY
from pushin.results import LogForm, MakeUpRules, PersonRef
from storage.tables.records import LOGGED, REASONS

NAME, RULES, WEEKS = "log", "makeup_rules", "indirect"
_FEW = 10


def spec(found: LogForm, *, title: str, past: tuple[str, ...], status: str = "") -> FormSpec:
    """Return the record of one session, prefilled; codes stand here and nowhere else.

    `past` is what was said before, in words; `status` is what was tapped on the way here.
    """
    line = found.line
    now = status or line.status
    reasons = tuple(Option(one, word=f"log.reason.{one}") for one in REASONS)
    kinds = tuple(Option(one, word=f"log.choice.{one}") for one in LOGGED)
    deliverer = line.deliverer.id if line.deliverer else line.session.provider.id
    minutes = str(line.minutes) if now == line.status and line.minutes != line.planned else ""
    return FormSpec(
        NAME,
        ActionRef("log_open", line.session.id, line.session.revision),
        (
            Field("session", "note", about=title),
            *(Field("past", "note", about=one) for one in past),
            chosen("status", kinds, now),
            Field("minutes", "minutes", minutes if minutes != "0" else "", optional=True),
            chosen("reason", reasons, line.reason, optional=True),
            *_codes(found),
            chosen("deliverer", _people(found.deliverers), deliverer, optional=True),
            *_supervisor(found),
            chosen(
                "goal",
                tuple(Option(key, label) for key, label in found.goal_areas),
                found.goal_area,
                optional=True,
            ),
            Field("note", "text", found.note, optional=True, multiline=True, longest=600),
        ),
        kept={"seen": found.log_id, "codes": " ".join(found.codes or ())},
    )


def read(filled: Filled) -> LogInput | None:
    """Return what was filled in; None where the minutes are no number."""
    text = filled.text("minutes")
    if text and not text.removeprefix("-").isdigit():
        return None
    codes = filled.text("codes").split()
    there = frozenset(filled.many("there"))
    return LogInput(
        session_id=filled.ref.entity,
        status=filled.text("status"),
        seen=filled.text("seen"),
        minutes=int(text) if text else None,
        reason=filled.text("reason") or None,
        deliverer_id=filled.text("deliverer") or None,
        supervisor_id=filled.text("supervisor") or None,
        absent=frozenset(codes) - there if codes else None,
        goal_area=filled.text("goal") or None,
        note=filled.text("note"),
    )


def rules_spec(found: MakeUpRules) -> FormSpec:
    """Return the form of what the district suggests for each reason."""
    said = dict(found.suggestions)
    options = tuple(Option(one, word=f"makeup.rule.{one}") for one in DECISIONS)
    return FormSpec(
        RULES,
        ActionRef("makeup_rules"),
        (
            Field("about", "note"),
            *(chosen(one, options, said.get(one), optional=True) for one in WHY),
        ),
    )


def read_rules(filled: Filled) -> dict[str, str]:
    """Return what the district suggests, by reason."""
    return {one: filled.text(one) for one in WHY if filled.text(one)}


def weeks_spec(listed: str) -> FormSpec:
    """Return the list of a provider's indirect weeks, as it stands in words, to be written anew."""
    return FormSpec(
        WEEKS,
        ActionRef("indirect_form"),
        (Field("weeks", "text", listed, multiline=True, longest=1000),),
    )


def _codes(found: LogForm) -> tuple[Field, ...]:
    """Return who was there, by code; nothing for who may not see codes, or where none are kept."""
    if not found.codes:
        return ()
    there = tuple(one for one in found.codes if one not in found.absent)
    options = tuple(Option(one, one) for one in found.codes)
    kind = "choices" if len(options) <= _FEW else "several"
    return (Field("there", kind, there, options, optional=True),)  # type: ignore[arg-type]


def _supervisor(found: LogForm) -> tuple[Field, ...]:
    if not found.supervisors:
        return ()
    people = _people(found.supervisors)
    return (chosen("supervisor", people, found.supervisor_id, optional=True),)


def _people(people: tuple[PersonRef, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(one.id, f"{one.name} ({one.discipline})" if one.discipline else one.name)
        for one in people
    )
