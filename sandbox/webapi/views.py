"""views.*: opening, pushing, updating and publishing views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import blocks
from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.block_rules import Place
    from sandbox.server import Server
    from sandbox.triggers import Trigger
    from sandbox.values import Json
    from sandbox.views import View
    from sandbox.webapi.methods import Call, Handler


def _answer(server: Server, view: View) -> Json:
    return {"view": view.shown(server.workspace.team.id, server.workspace.app)}


def _trigger(server: Server, call: Call) -> Trigger:
    pointers = [call.text("trigger_id"), call.text("interactivity_pointer")]
    given = "".join(pointers)
    if not given or all(pointers):
        text = "[ERROR] must define one of: trigger_id, interactivity_pointer"
        raise SlackError("invalid_arguments", messages=(text,))
    return server.workspace.triggers.exchange(given)


def open_(server: Server, call: Call) -> Json:
    """Open a modal for the person who clicked."""
    spec = blocks.checked_view(call.args["view"], "modal")
    trigger = _trigger(server, call)
    view = server.workspace.views.open(trigger.person, spec, server.second())
    server.tell_views(trigger.person, "view_opened")
    return _answer(server, view)


def push(server: Server, call: Call) -> Json:
    """Put a modal above the one that was clicked in."""
    spec = blocks.checked_view(call.args["view"], "modal")
    trigger, views = _trigger(server, call), server.workspace.views
    inside = any(view.id == trigger.view_id for view in views.stack(trigger.person))
    if not inside:
        raise SlackError("not_found")
    view = views.push(trigger.person, spec, server.second())
    server.tell_views(trigger.person, "view_pushed")
    return _answer(server, view)


def _same_hash(call: Call, view: View | None) -> None:
    given = call.text("hash")
    if given and view is not None and given != view.hash:
        raise SlackError("hash_conflict")


def _named(server: Server, call: Call) -> View:
    views, view_id, external_id = (
        server.workspace.views,
        call.text("view_id"),
        call.text("external_id"),
    )
    if bool(view_id) == bool(external_id):
        text = "[ERROR] must define one of: view_id, external_id"
        raise SlackError("invalid_arguments", messages=(text,))
    view = views.find(view_id) if view_id else views.find_external(external_id)
    if view is None:
        raise SlackError("not_found")
    return view


def update(server: Server, call: Call) -> Json:
    """Replace what an open view shows."""
    view = _named(server, call)
    place: Place = "home" if view.spec["type"] == "home" else "modal"
    spec = blocks.checked_view(call.args["view"], place)
    _same_hash(call, view)
    server.workspace.views.change(view, spec, server.second())
    if place == "home":
        server.tell_home(view.person)
    else:
        server.tell_views(view.person, "view_updated")
    return _answer(server, view)


def publish(server: Server, call: Call) -> Json:
    """Show a person's App Home."""
    workspace, person = server.workspace, call.text("user_id")
    spec = blocks.checked_view(call.args["view"], "home")
    if not workspace.app.home_tab_enabled:
        raise SlackError("not_enabled")
    if person not in workspace.users:
        text = "[ERROR] user_not_found [json-pointer:/user_id]"
        raise SlackError("invalid_arguments", messages=(text,))
    _same_hash(call, workspace.views.homes.get(person))
    view = workspace.views.publish(person, spec, server.second())
    server.tell_home(person)
    return _answer(server, view)


METHODS: dict[str, Handler] = {
    "views.open": open_,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
