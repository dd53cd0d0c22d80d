"""The form in which an organiser gives somebody a role that opens more than their own."""

from handlers.actions import ActionRef
from handlers.forms.spec import FormSpec, Option, chosen
from pushin.results import RoleForm

NAME = "given_role"


def spec(found: RoleForm) -> FormSpec:
    """Return the form: to whom, and which role."""
    people = tuple(Option(one.id, one.name) for one in found.people[:100])
    roles = tuple(Option(one, word=f"role.{one}") for one in found.roles)
    return FormSpec(
        NAME,
        ActionRef("role_give"),
        (chosen("person", people, None), chosen("role", roles, None)),
    )
