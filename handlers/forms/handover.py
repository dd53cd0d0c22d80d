"""The form in which a caseload or a room is handed over."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec, Option, chosen
from pushin.results import HandoverForm, PersonRef

NAME = "handover"


def spec(found: HandoverForm) -> FormSpec:
    """Return the form; who hands over is asked only of who does it on behalf."""
    owners, others = (tuple(map(_option, people)) for people in (found.owners, found.others))
    first = found.owners[0].id
    asked = (chosen("owner", owners, first),) if len(owners) > 1 else ()
    return FormSpec(
        NAME,
        ActionRef("handover"),
        (*asked, chosen("other", others, None), Field("on", "date", found.today.isoformat())),
        kept={} if asked else {"owner": first},
    )


def _option(person: PersonRef) -> Option:
    name = f"{person.name} ({person.discipline})" if person.discipline else person.name
    return Option(person.id, name)
