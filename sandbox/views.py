"""Modals and App Homes: who has which view open, and what stands in its inputs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import elements
from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.values import App, Json

STACK_LIMIT = 3


@dataclass(eq=False)
class View:
    """One view on one person's screen; `spec` is what the app sent, with Slack's defaults."""

    id: str
    person: str
    spec: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)

    def shown(self, team_id: str, app: App) -> Json:
        """Return Slack's view object."""
        return {
            "id": self.id,
            "team_id": team_id,
            **self.spec,
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
            "app_id": app.id,
            "app_installed_team_id": team_id,
            "bot_id": app.bot_id,
        }


@dataclass
class Views:
    """Every open modal stack and every published Home."""

    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def _all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + [*self.homes.values()]

    def find(self, view_id: str) -> View | None:
        """Return an open modal or a published Home by its id."""
        return next((view for view in self._all() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """Return an open view by the id that the app gave it."""
        views = (view for view in self._all() if view.spec.get("external_id") == external_id)
        return next(views, None)

    def stack(self, person: str) -> list[View]:
        """Return a person's open modals, bottom first."""
        return self.stacks.setdefault(person, [])

    def open(self, person: str, spec: Json, second: int) -> View:
        """Show a modal as the first of a new stack."""
        self._unique(spec)
        view = _new(person, spec, second)
        self.stacks[person] = [view]
        return view

    def push(self, person: str, spec: Json, second: int) -> View:
        """Show a modal above the person's topmost; `push_limit_reached` above three."""
        stack = self.stack(person)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        self._unique(spec)
        view = _new(person, spec, second)
        view.root, view.previous = stack[0].root, stack[-1].id
        stack.append(view)
        return view

    def publish(self, person: str, spec: Json, second: int) -> View:
        """Show a person's Home; an id once given stays."""
        view = self.homes.get(person)
        if view is None:
            self._unique(spec)
            view = self.homes[person] = _new(person, spec, second)
        else:
            self.change(view, spec, second)
        return view

    def change(self, view: View, spec: Json, second: int) -> None:
        """Replace what a view shows; an input with the same two ids keeps what was typed."""
        self._unique(spec, view)
        view.spec = spec
        view.hash = _hash(second)
        view.values = elements.carried_over(spec["blocks"], view.values)

    def close(self, view: View) -> None:
        """Take one modal off the screen."""
        stack = self.stack(view.person)
        if view in stack:
            stack.remove(view)

    def clear(self, person: str) -> list[View]:
        """Take a person's whole stack off the screen and return it, top first."""
        return list(reversed(self.stacks.pop(person, [])))

    def _unique(self, spec: Json, itself: View | None = None) -> None:
        external_id = spec.get("external_id")
        other = self.find_external(external_id) if external_id else None
        if other is not None and other is not itself:
            raise SlackError("duplicate_external_id")


def _hash(second: int) -> str:
    return f"{second}.{secrets.token_urlsafe(6)}"


def _new(person: str, spec: Json, second: int) -> View:
    view_id = "V" + secrets.token_hex(5).upper()
    values = elements.initial_values(spec["blocks"])
    return View(view_id, person, spec, _hash(second), root=view_id, values=values)
