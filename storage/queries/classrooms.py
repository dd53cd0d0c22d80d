"""The classrooms of a workspace with their routines and teams."""

from collections.abc import Sequence

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Classrooms(Group):
    """Classrooms, by id, teacher, channel or member."""

    def get(self, classroom_id: str) -> tables.Classroom | None:
        """Return a classroom."""
        return self._one(tables.Classroom, id=classroom_id)

    def of_room(self, school_id: str, room: str) -> tables.Classroom | None:
        """Return the classroom in this room of a school."""
        found = select(tables.Classroom).where(
            tables.Classroom.workspace_id == self.workspace_id,
            tables.Classroom.school_id == school_id,
            tables.Classroom.room == room,
        )
        return self.session.exec(found).first()

    def of_teacher(self, person_id: str) -> Sequence[tables.Classroom]:
        """Return the classrooms of a teacher, by room."""
        found = select(tables.Classroom).where(
            tables.Classroom.workspace_id == self.workspace_id,
            tables.Classroom.teacher_id == person_id,
        )
        return self.session.exec(found.order_by(col(tables.Classroom.room))).all()

    def of_channel(self, channel_id: str) -> Sequence[tables.Classroom]:
        """Return the classrooms whose team talks in this channel, by room."""
        found = select(tables.Classroom).where(
            tables.Classroom.workspace_id == self.workspace_id,
            tables.Classroom.channel_id == channel_id,
        )
        return self.session.exec(found.order_by(col(tables.Classroom.room))).all()

    def of_member(self, person_id: str) -> Sequence[tables.Classroom]:
        """Return the classrooms to whose team a person belongs, by room."""
        found = (
            select(tables.Classroom)
            .join(
                tables.Membership,
                (col(tables.Membership.workspace_id) == col(tables.Classroom.workspace_id))
                & (col(tables.Membership.classroom_id) == col(tables.Classroom.id)),
            )
            .where(
                tables.Membership.workspace_id == self.workspace_id,
                tables.Membership.person_id == person_id,
            )
        )
        return self.session.exec(found.order_by(col(tables.Classroom.room))).all()

    def routines(self, classroom_id: str) -> Sequence[tables.Routine]:
        """Return the routines of a classroom in the order of the day."""
        found = select(tables.Routine).where(
            tables.Routine.workspace_id == self.workspace_id,
            tables.Routine.classroom_id == classroom_id,
        )
        order = (col(tables.Routine.start_minute), col(tables.Routine.name))
        return self.session.exec(found.order_by(*order)).all()

    def routine(self, classroom_id: str, name: str) -> tables.Routine | None:
        """Return a routine by its name."""
        return self._one(tables.Routine, classroom_id=classroom_id, name=name)

    def is_member(self, classroom_id: str, person_id: str) -> bool:
        """Tell whether a person belongs to a classroom's team."""
        found = self._one(tables.Membership, classroom_id=classroom_id, person_id=person_id)
        return found is not None
