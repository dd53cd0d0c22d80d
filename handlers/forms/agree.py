"""The form for who does what: lead, each adult's part, activity, materials, expectations."""

from dataclasses import replace
from datetime import datetime

from handlers.actions import ActionRef, UnreadableError, day_of
from handlers.forms.expect import entity, meant
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen
from pushin.contents import AgreementInput
from pushin.results import AgreementForm, PersonRef, SessionFacts
from storage.tables.agreements import CO_TEACHING_MODELS

NAME = "agree"
_ALL, _ONLY = "all", "only"


def spec(
    found: AgreementForm,
    *,
    title: str,
    opened_at: datetime,
    number: int | None = None,
    more: bool = False,
    only_on: str = "",
    note: Field | None = None,
) -> FormSpec:
    """Return the form, prefilled.

    `more` adds the co-teaching models with their explanations, and who was told in person.

    `number` is that of the agreement its author saw (0: none), where it was opened before.
    `only_on` is how people read the date of the session at hand, `note` what stands on top.
    """
    if number is None:
        number = found.number
    adults, about = found.plan.adults, _entity(found)
    history = (ActionRef("agree_history", found.plan.id),) if found.agreement else ()
    return FormSpec(
        NAME,
        ActionRef(NAME, about, number),
        (
            Field("plan", "note", about=title),
            *((note,) if note else ()),
            *((_which(found, only_on),) if found.session else ()),
            chosen("lead", tuple(Option(a.id, a.name) for a in adults), found.lead_id),
            *(_part(found, adult) for adult in adults),
            *_texts(found),
            *(_more(found) if more else ()),
        ),
        kept=_kept(found, opened_at, more=more),
        buttons=history if more else (ActionRef("agree_more", about, number),),
    )


def refilled(found: AgreementForm, said: AgreementInput) -> AgreementForm:
    """Return the form with what somebody wrote in place of what stands."""
    return replace(
        found,
        co_teaching_model=said.co_teaching_model,
        lead_id=said.lead_id,
        parts=said.parts,
        activity=said.activity,
        materials=said.materials,
        fallback=said.fallback,
        expectations=said.expectations,
        only=said.only,
        suggested=None,
    )


def session_of(ref: ActionRef) -> tuple[str, str | None]:
    """Return the plan that a reference is about and, where there is one, the session at hand."""
    return meant(ref.entity)


def at_hand(session: SessionFacts) -> str:
    """Return what a button refers to that opens the form with a session at hand."""
    return entity(session.plan_id, session.id)


def read(filled: Filled) -> AgreementInput:
    """Return what was agreed; the number is that of the agreement the person saw."""
    plan_id, session_id = meant(filled.ref.entity)
    return AgreementInput(
        plan_id=plan_id,
        co_teaching_model=filled.text("model"),
        lead_id=filled.text("lead"),
        parts=filled.per_person("part"),
        activity=filled.text("activity"),
        materials=filled.text("materials"),
        fallback=filled.text("fallback"),
        expectations=filled.lines("expectations"),
        told={who: day_of(on) for who, on in filled.per_person("told").items()},
        base_number=filled.ref.revision or None,
        opened_at=opened_at(filled),
        session_id=session_id,
        only=session_id is not None and filled.text("which") == _ONLY,
    )


def opened_at(filled: Filled) -> datetime:
    """Return when a form was opened: an update of it does not make it younger."""
    try:
        return datetime.fromisoformat(filled.text("opened_at"))
    except ValueError as error:
        raise UnreadableError from error


def _entity(found: AgreementForm) -> str:
    return at_hand(found.session) if found.session else found.plan.id


def _which(found: AgreementForm, only_on: str) -> Field:
    options = (
        Option(_ALL, word="agree.which.all"),
        Option(_ONLY, only_on, word="agree.which.only"),
    )
    return chosen("which", options, _ONLY if found.only else _ALL)


def _kept(found: AgreementForm, opened_at: datetime, *, more: bool) -> dict[str, str]:
    # When the form was opened tells which expectations its author saw (and may have removed).
    kept = {"opened_at": opened_at.isoformat()}
    return kept if more else {**kept, "model": found.co_teaching_model}


def _part(found: AgreementForm, adult: PersonRef) -> Field:
    value = found.parts.get(adult.id)
    return Field(f"part.{adult.id}", "text", value, about=adult.name)


def _texts(found: AgreementForm) -> tuple[Field, ...]:
    expectations = "\n".join(found.expectations)
    return (
        Field("activity", "text", found.activity, optional=True),
        Field("materials", "text", found.materials, optional=True),
        Field("expectations", "text", expectations, optional=True, multiline=True, longest=3000),
        Field("fallback", "text", found.fallback, optional=True, multiline=True, longest=600),
    )


def _more(found: AgreementForm) -> tuple[Field, ...]:
    told = (_told(found, adult) for adult in found.plan.adults if adult.slack_user_id is None)
    return (*told, _model(found))


def _told(found: AgreementForm, adult: PersonRef) -> Field:
    parts = found.agreement.parts if found.agreement else ()
    told = {part.person.id: part.told_on for part in parts}.get(adult.id)
    value = told.isoformat() if told else None
    return Field(f"told.{adult.id}", "date", value, optional=True, about=adult.name)


def _model(found: AgreementForm) -> Field:
    options = tuple(
        Option(model, word=f"co_teaching.{model}", detail=f"co_teaching.{model}.detail")
        for model in CO_TEACHING_MODELS
    )
    return chosen("model", options, found.co_teaching_model)
