"""The classrooms of a workspace with their routines and teams."""

from collections.abc import Sequence

from sqlmodel import col, func, select

from storage import tables
from storage.queries.group import Group


class Classrooms(Group):
    """Classrooms, by id, teacher, channel or member."""

    def get(self, classroom_id: str) -> tables.Classroom | None:
        """Return a classroom."""
        return self._one(tables.Classroom, id=classroom_id)

    def of_room(self, school_id: str, room: str) -> tables.Classroom | None:
        """Return the classroom in this room (in any letter case) of a school."""
        found = select(tables.Classroom).where(
            tables.Classroom.workspace_id == self.workspace_id,
            tables.Classroom.school_id == school_id,
            func.lower(tables.Classroom.room) == room.lower(),
        )
        return self.session.exec(found).first()

    def of_school(self, school_id: str) -> Sequence[tables.Classroom]:
        """Return the classrooms of a school, by room."""
        found = select(tables.Classroom).where(
            tables.Classroom.workspace_id == self.workspace_id,
            tables.Classroom.school_id == school_id,
        )
        return self.session.exec(found.order_by(col(tables.Classroom.room))).all()

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

    def members(self, classroom_id: str) -> Sequence[str]:
        """Return the ids of those who belong to a classroom's team."""
        found = select(tables.Membership.person_id).where(
            tables.Membership.workspace_id == self.workspace_id,
            tables.Membership.classroom_id == classroom_id,
        )
        return self.session.exec(found).all()

    def routines_of_teacher(self, person_id: str) -> Sequence[tables.Routine]:
        """Return the routines of all classrooms of a teacher in the order of the day."""
        found = (
            select(tables.Routine)
            .join(
                tables.Classroom,
                (col(tables.Classroom.workspace_id) == col(tables.Routine.workspace_id))
                & (col(tables.Classroom.id) == col(tables.Routine.classroom_id)),
            )
            .where(
                tables.Routine.workspace_id == self.workspace_id,
                tables.Classroom.teacher_id == person_id,
            )
        )
        return self.session.exec(found.order_by(col(tables.Routine.start_minute))).all()

    def names(self) -> Sequence[str]:
        """Return the names of all rooms and routines of the workspace."""
        rooms = select(tables.Classroom.room).where(
            tables.Classroom.workspace_id == self.workspace_id
        )
        routines = select(tables.Routine.name).where(
            tables.Routine.workspace_id == self.workspace_id
        )
        return [
            *self.session.exec(rooms.distinct()).all(),
            *self.session.exec(routines.distinct()).all(),
        ]
