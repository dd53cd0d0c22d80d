"""Plans, the adults who take part in them and their student codes."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Plans(Group):
    """Plans, by id, classroom, channel or person."""

    def get(self, plan_id: str) -> tables.Plan | None:
        """Return a plan, ended or not."""
        return self._one(tables.Plan, id=plan_id)

    def of_classroom(self, classroom_id: str) -> Sequence[tables.Plan]:
        """Return the active plans of a classroom, oldest first."""
        found = select(tables.Plan).where(
            tables.Plan.workspace_id == self.workspace_id,
            tables.Plan.classroom_id == classroom_id,
            tables.Plan.state == "active",
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def of_channel(self, channel_id: str) -> Sequence[tables.Plan]:
        """Return the active plans of the classrooms of a channel, oldest first."""
        found = (
            select(tables.Plan)
            .join(
                tables.Classroom,
                (col(tables.Classroom.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.Classroom.id) == col(tables.Plan.classroom_id)),
            )
            .where(
                tables.Plan.workspace_id == self.workspace_id,
                tables.Classroom.channel_id == channel_id,
                tables.Plan.state == "active",
            )
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def of_person(self, person_id: str) -> Sequence[tables.Plan]:
        """Return the active plans in which a person takes part, oldest first."""
        found = (
            select(tables.Plan)
            .join(
                tables.PlanPerson,
                (col(tables.PlanPerson.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.PlanPerson.plan_id) == col(tables.Plan.id)),
            )
            .where(
                tables.PlanPerson.workspace_id == self.workspace_id,
                tables.PlanPerson.person_id == person_id,
                tables.Plan.state == "active",
            )
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def adults(self, plan_id: str) -> Sequence[tables.Person]:
        """Return the adults who take part in a plan, by name."""
        found = (
            select(tables.Person)
            .join(
                tables.PlanPerson,
                (col(tables.PlanPerson.workspace_id) == col(tables.Person.workspace_id))
                & (col(tables.PlanPerson.person_id) == col(tables.Person.id)),
            )
            .where(
                tables.PlanPerson.workspace_id == self.workspace_id,
                tables.PlanPerson.plan_id == plan_id,
            )
        )
        return self.session.exec(found.order_by(col(tables.Person.name))).all()

    def adult_ids(self, plan_id: str) -> Sequence[str]:
        """Return the ids of the adults who take part in a plan."""
        keys = {"workspace": self.workspace_id, "plan": plan_id}
        return self.session.execute(_ADULT_IDS, keys).scalars().all()

    def takes_part(self, plan_id: str, person_id: str) -> bool:
        """Tell whether a person takes part in a plan."""
        return self._one(tables.PlanPerson, plan_id=plan_id, person_id=person_id) is not None

    def student_codes(self, plan_id: str, on: date | None = None) -> Sequence[str]:
        """Return the student codes of a plan (on a local date, or all that it ever had).

        For modals only, after a check of who looks.
        """
        rows = self.students(plan_id)
        return sorted(
            {
                one.code
                for one in rows
                if on is None
                or (one.from_date <= on and (one.until_date is None or on <= one.until_date))
            }
        )

    def students(self, plan_id: str) -> Sequence[tables.PlanStudent]:
        """Return the student codes of a plan with their dates, as they joined."""
        found = select(tables.PlanStudent).where(
            tables.PlanStudent.workspace_id == self.workspace_id,
            tables.PlanStudent.plan_id == plan_id,
        )
        order = (col(tables.PlanStudent.from_date), col(tables.PlanStudent.code))
        return self.session.exec(found.order_by(*order)).all()

    def all_student_codes(self) -> Sequence[str]:
        """Return every student code of the workspace, for the check of what people write."""
        found = select(tables.PlanStudent.code).where(
            tables.PlanStudent.workspace_id == self.workspace_id
        )
        return self.session.exec(found.distinct()).all()

    def of_provider(self, person_id: str) -> Sequence[tables.Plan]:
        """Return the active plans of a provider, oldest first."""
        found = select(tables.Plan).where(
            tables.Plan.workspace_id == self.workspace_id,
            tables.Plan.provider_id == person_id,
            tables.Plan.state == "active",
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def of_school(self, school_id: str) -> Sequence[tables.Plan]:
        """Return the active plans of a school, oldest first."""
        found = (
            select(tables.Plan)
            .join(
                tables.Classroom,
                (col(tables.Classroom.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.Classroom.id) == col(tables.Plan.classroom_id)),
            )
            .where(
                tables.Plan.workspace_id == self.workspace_id,
                tables.Classroom.school_id == school_id,
                tables.Plan.state == "active",
            )
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def followers(self, plan_id: str) -> Sequence[tables.Plan]:
        """Return the active plans that go on from a plan, oldest first."""
        found = select(tables.Plan).where(
            tables.Plan.workspace_id == self.workspace_id,
            tables.Plan.follows_id == plan_id,
            tables.Plan.state == "active",
        )
        return self.session.exec(found.order_by(*_OLDEST)).all()

    def ever_of_person(self, person_id: str) -> bool:
        """Tell whether a person takes, or took, part in any plan."""
        found = select(tables.PlanPerson.plan_id).where(
            tables.PlanPerson.workspace_id == self.workspace_id,
            tables.PlanPerson.person_id == person_id,
        )
        return self.session.exec(found.limit(1)).first() is not None


_ADULT_IDS = core_select(col(tables.PlanPerson.person_id)).where(
    col(tables.PlanPerson.workspace_id) == bindparam("workspace"),
    col(tables.PlanPerson.plan_id) == bindparam("plan"),
)
_OLDEST = (col(tables.Plan.created_at), col(tables.Plan.id))
