"""Requests about oneself: the settings form and what it keeps."""

from collections.abc import Iterable

from handlers.forms import settings as form
from handlers.forms.spec import FormErrors
from handlers.slack import views
from handlers.slack.blocks import buildings
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from pushin import people
from pushin import settings as my_settings
from pushin.results import Refused

_FIELDS = {
    "unknown_role": "role",
    "role_in_use": "role",
    "organiser_exists": "role",
    "role_is_given": "role",
    "discipline_missing": "discipline",
    "unknown_school": "school",
    "end_before_start": "to",
    "not_itinerant": "role",
    "way_too_long": "travel",
    "quiet_hours": "quiet_from",
}
_OF_A_BUILDING = frozenset(
    {"unknown_school", "days_and_letters", "no_letters", "unknown_cycle_day", "two_buildings"}
)
"""Refusals that stand in the row of the school that they name."""


async def settings(turn: Turn) -> Reply:
    """Open the form."""
    found = await turn.perform(people.me)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found, name=(await turn.account()).name))


async def more(turn: Turn) -> Reply:
    """Ask for buildings too, in the open form; what was typed stays."""
    found = await turn.perform(people.me, several=True)
    if isinstance(found, Refused):
        return await turn.show(found)
    return views.form(form.spec(found, name=(await turn.account()).name))


async def save(turn: Turn) -> Reply:
    """Keep what somebody said about themselves and close; a refusal stands under its field.

    Plans that are where the person said not to be are named before it closes.
    """
    if turn.filled is None:
        return None
    lone = form.half_said(turn.filled)
    if lone:
        return under_fields(Refused("both_times"), {"both_times": lone}, lone)
    about = form.read(turn.filled, await turn.account())
    found = await turn.perform(my_settings.save, about, at=turn.at)
    if isinstance(found, Refused):
        return _under(found, turn.filled.values)
    return buildings.outside(found) if found.outside else None


async def hide(turn: Turn) -> Reply:
    """Keep who and what out of the asker's Home: others look on."""
    return await _kept(turn, hide=True)


async def show(turn: Turn) -> Reply:
    """Show who and what in the asker's Home again."""
    return await _kept(turn, hide=False)


async def _kept(turn: Turn, *, hide: bool) -> Reply:
    found = await turn.perform(my_settings.hide_details, hide=hide, at=turn.at)
    return await turn.show(found) if isinstance(found, Refused) else None


def _under(no: Refused, names: Iterable[str]) -> FormErrors:
    row = f"{form.BUILDING}.{no.params.get('school')}"
    if no.code in _OF_A_BUILDING and row in names:
        return under_fields(no, {no.code: row}, row)
    return under_fields(no, _FIELDS, "name")
