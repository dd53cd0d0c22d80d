"""The adults of a workspace."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from storage import tables
from storage.queries.group import Group

if TYPE_CHECKING:
    from storage.scope import Scope


class People(Group):
    """Adults, by id, by Slack account or by classroom, and the buildings of itinerant ones."""

    def __init__(self, scope: "Scope") -> None:
        """Bind the queries to a scope."""
        super().__init__(scope)
        self._buildings: dict[str, Sequence[tables.Building]] = {}

    def get(self, person_id: str) -> tables.Person | None:
        """Return a person, active or not."""
        return self._one(tables.Person, id=person_id)

    def of_account(self, slack_user_id: str) -> tables.Person | None:
        """Return the person behind a Slack account, active or not."""
        found = select(tables.Person).where(
            tables.Person.workspace_id == self.workspace_id,
            tables.Person.slack_user_id == slack_user_id,
        )
        return self.session.exec(found).first()

    def of_ids(self, person_ids: Iterable[str]) -> Sequence[tables.Person]:
        """Return these people, by name."""
        found = select(tables.Person).where(
            tables.Person.workspace_id == self.workspace_id,
            col(tables.Person.id).in_(list(person_ids)),
        )
        return self.session.exec(found.order_by(col(tables.Person.name))).all()

    def active(self) -> Sequence[tables.Person]:
        """Return everybody who works here now, by name."""
        found = select(tables.Person).where(
            tables.Person.workspace_id == self.workspace_id, col(tables.Person.active)
        )
        return self.session.exec(found.order_by(col(tables.Person.name))).all()

    def of_classroom(self, classroom_id: str) -> Sequence[tables.Person]:
        """Return the members of a classroom's team, by name."""
        found = (
            select(tables.Person)
            .join(
                tables.Membership,
                (col(tables.Membership.workspace_id) == col(tables.Person.workspace_id))
                & (col(tables.Membership.person_id) == col(tables.Person.id)),
            )
            .where(
                tables.Membership.workspace_id == self.workspace_id,
                tables.Membership.classroom_id == classroom_id,
                col(tables.Person.active),
            )
        )
        return self.session.exec(found.order_by(col(tables.Person.name))).all()

    def names(self) -> Sequence[str]:
        """Return the names of everybody known here, also of those who left."""
        found = select(tables.Person.name).where(tables.Person.workspace_id == self.workspace_id)
        return self.session.exec(found.distinct()).all()

    def organisers(self, school_id: str | None) -> Sequence[tables.Person]:
        """Return who keeps a school's calendar now, by name."""
        found = select(tables.Person).where(
            tables.Person.workspace_id == self.workspace_id,
            tables.Person.role == "organiser",
            tables.Person.school_id == school_id,
            col(tables.Person.active),
        )
        return self.session.exec(found.order_by(col(tables.Person.name))).all()

    def case_managers(self) -> Sequence[tables.Person]:
        """Return the active case managers, by name."""
        found = select(tables.Person).where(
            tables.Person.workspace_id == self.workspace_id,
            tables.Person.role == "case_manager",
            tables.Person.active,
        )
        return self.session.exec(found.order_by(col(tables.Person.name))).all()

    def without_account(self, name: str, school_id: str | None) -> tables.Person | None:
        """Return the adult of a school who has this name (in any letter case) and no account."""
        found = select(tables.Person).where(
            tables.Person.workspace_id == self.workspace_id,
            col(tables.Person.slack_user_id).is_(None),
            tables.Person.school_id == school_id,
            func.lower(tables.Person.name) == name.lower(),
            col(tables.Person.active),
        )
        return self.session.exec(found).first()

    def buildings(self, person_id: str) -> Sequence[tables.Building]:
        """Return the buildings that a person named, by school; read once in a transaction."""
        if person_id not in self._buildings:
            found = select(tables.Building).where(
                tables.Building.workspace_id == self.workspace_id,
                tables.Building.person_id == person_id,
            )
            ordered = found.order_by(col(tables.Building.school_id))
            self._buildings[person_id] = self.session.exec(ordered).all()
        return self._buildings[person_id]

    def set_buildings(self, person_id: str, rows: Iterable[tables.Building]) -> None:
        """Write the buildings that a person named, in place of all that they named before."""
        for row in self.buildings(person_id):
            self.session.delete(row)
        self.session.flush()
        self.session.add_all(rows)
        self.session.flush()
        self._buildings.pop(person_id)
