"""The form in which a case manager says when an IEP was amended."""

from datetime import date

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec

NAME = "amended"


def spec(proposal_id: str, today: date) -> FormSpec:
    """Return the form, prefilled with today."""
    ref = ActionRef("consent_amended", proposal_id)
    return FormSpec(NAME, ref, (Field("on", "date", today.isoformat()),))
