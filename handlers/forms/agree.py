"""The form for who does what: lead, each adult's part, activity, materials, expectations."""

from datetime import date, datetime

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen
from pushin.contents import AgreementInput
from pushin.results import AgreementForm, PersonRef
from storage.tables.agreements import CO_TEACHING_MODELS

NAME = "agree"


def spec(
    found: AgreementForm,
    *,
    title: str,
    opened_at: datetime,
    number: int | None = None,
    more: bool = False,
) -> FormSpec:
    """Return the form, prefilled; `more` adds the co-teaching model and its explanations.

    `number` is that of the agreement its author saw (0: none), where it was opened before.
    """
    if number is None:
        number = found.agreement.number if found.agreement else 0
    adults = found.plan.adults
    return FormSpec(
        NAME,
        ActionRef(NAME, found.plan.id, number),
        (
            Field("plan", "note", about=title),
            chosen("lead", tuple(Option(a.id, a.name) for a in adults), found.lead_id),
            *(_part(found, adult) for adult in adults),
            *_texts(found),
            *(_told(found, adult) for adult in adults if adult.slack_user_id is None),
            *((_model(found),) if more else ()),
        ),
        kept=_kept(found, opened_at, more=more),
        buttons=() if more else (ActionRef("agree_more", found.plan.id, number),),
    )


def read(filled: Filled) -> AgreementInput:
    """Return what was agreed; the number is that of the agreement the person saw."""
    return AgreementInput(
        plan_id=filled.ref.entity,
        co_teaching_model=filled.text("model"),
        lead_id=filled.text("lead"),
        parts=filled.per_person("part"),
        activity=filled.text("activity"),
        materials=filled.text("materials"),
        fallback=filled.text("fallback"),
        expectations=filled.lines("expectations"),
        told={who: date.fromisoformat(on) for who, on in filled.per_person("told").items()},
        base_number=filled.ref.revision or None,
        opened_at=opened_at(filled),
    )


def opened_at(filled: Filled) -> datetime:
    """Return when a form was opened: an update of it does not make it younger."""
    return datetime.fromisoformat(filled.text("opened_at"))


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
