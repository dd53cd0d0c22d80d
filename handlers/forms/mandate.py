"""The form for mandated minutes: of a student code or a push-in, for which dates."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen
from pushin.mandates import MandateInput
from pushin.results.minutes import MandateForm
from storage.tables.plans import MODELS

NAME = "mandate"
_ANY = "any"
FIELDS = {
    "mandate_minutes": "minutes",
    "not_a_code": "code",
    "mandate_code_elsewhere": "code",
    "mandate_per_unknown": "per",
    "no_terms": "per",
    "unknown_model": "model",
    "until_before_from": "until",
    "mandate_no_days": "until",
    "mandate_later": "from",
    "plan_gone": "plans",
}


def spec(
    found: MandateForm, *, title: str, standing: str, names: tuple[tuple[str, str], ...]
) -> FormSpec:
    """Return the form; `standing` says what is mandated already, `names` are push-ins by id."""
    several = len(names) > 1
    plans = Field("plans", "several", (found.plan_id,), tuple(Option(*one) for one in names))
    buttons = tuple(ActionRef("mandate_end", one.id) for one in found.standing[:3])
    return FormSpec(
        NAME,
        ActionRef("mandate", found.plan_id),
        (
            Field("plan", "note", about=title),
            *((Field("standing", "note", about=standing),) if standing else ()),
            Field("code", "text", _only(found.codes), optional=True, longest=16),
            Field("minutes", "text", longest=6),
            chosen(
                "per",
                tuple(Option(one, word=f"minutes.period.{one}") for one in found.pers),
                "week",
            ),
            chosen(
                "model",
                (
                    Option(_ANY, word="mandate.model.any"),
                    *(Option(one, word=f"model.{one}") for one in MODELS),
                ),
                _ANY,
            ),
            Field("from", "date", found.from_date.isoformat()),
            Field("until", "date", optional=True),
            *((plans,) if several else ()),
        ),
        kept={} if several else {"plans": found.plan_id},
        buttons=buttons,
    )


def read(filled: Filled) -> MandateInput:
    """Return what was filled in; minutes that are no whole number are none."""
    said = filled.text("minutes")
    model = filled.text("model")
    plans = filled.many("plans") or tuple(filter(None, [filled.text("plans")]))
    return MandateInput(
        plan_ids=plans,
        code=filled.text("code"),
        minutes=int(said) if said.lstrip("-").isdecimal() else None,
        per=filled.text("per"),
        model="" if model == _ANY else model,
        from_date=filled.date("from"),
        until_date=filled.date("until"),
    )


def _only(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else ""
