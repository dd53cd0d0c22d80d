"""The rights of DESIGN, section 6, read a second time: literal data that nothing is imported for.

`TABLE` says what each relation may do; `HOLDS` says who of the district stands to which room's
things in which relations. Together they are what every cell of the test expects.
"""

from collections.abc import Mapping

MEMBER, PROVIDER, TEACHER = "member", "provider", "teacher"
CASE_MANAGER, ORGANISER, ADMIN = "case_manager", "organiser", "admin"
OWNER = "owner"
"""Who a part, note, draft, undo or answer belongs to: nobody else may, whatever they are."""

TABLE: Mapping[str, frozenset[str]] = {
    "see": frozenset({MEMBER, PROVIDER, TEACHER, CASE_MANAGER, ORGANISER}),
    "confirm": frozenset({OWNER}),
    "expect": frozenset({MEMBER, PROVIDER, TEACHER}),
    "schedule": frozenset({PROVIDER, ORGANISER}),
    "propose": frozenset({PROVIDER, TEACHER, ORGANISER}),
    "skip": frozenset({PROVIDER, TEACHER, ORGANISER}),
    "routine": frozenset({TEACHER, ORGANISER}),
    "note": frozenset({OWNER}),
    "record": frozenset({PROVIDER, CASE_MANAGER}),
    "minutes": frozenset({PROVIDER, CASE_MANAGER}),
    "export": frozenset({PROVIDER, CASE_MANAGER, ADMIN}),
    "calendar": frozenset({ORGANISER, ADMIN}),
    "absence_of_others": frozenset({ORGANISER, ADMIN}),
    # What the table of DESIGN has no row for, and who follows from its prose and its decisions:
    # roles are written by those whose plan and whose room it is (11); who agreed when is for those
    # who may be asked (11); what the class will do is the teacher's question (5, "ask"); what a
    # room is asked its teacher alone answers (19); a plan is first made by a provider or organiser.
    # A room shows all who work in it, other students' plans too: a case manager's rights do not.
    "room": frozenset({MEMBER, PROVIDER, TEACHER, ORGANISER}),
    "agree": frozenset({PROVIDER, TEACHER}),
    "history": frozenset({MEMBER, PROVIDER, TEACHER}),
    "doing": frozenset({TEACHER}),
    "question": frozenset({TEACHER}),
    "own": frozenset({OWNER}),
    # What happened is said by whose plan it is (or who covered: 32), and so is what is mandated
    # (33) and who is in the group (35); how much support is needed is said by the two who saw it.
    "log": frozenset({PROVIDER, OWNER}),
    "mandate": frozenset({PROVIDER}),
    "students": frozenset({PROVIDER}),
    "progress": frozenset({PROVIDER, TEACHER}),
    "cover": frozenset({PROVIDER, TEACHER, ORGANISER, OWNER}),
    "out": frozenset({ORGANISER, ADMIN, OWNER}),
    "plan": frozenset({ORGANISER, OWNER}),
    "plan_own": frozenset({OWNER}),
    "keeper": frozenset({OWNER}),
    "keeps": frozenset({OWNER}),
    "list": frozenset({OWNER}),
    "nobody": frozenset(),
}

NOT_REACHED: Mapping[str, str] = {
    "delete": "No verb deletes what was logged: `pushin export --then anonymise` on the command "
    "line is the admin's.",
}
"""Cells of DESIGN, section 6, that no request can reach, each with its reason."""

ROOMS = ("heron", "ibis", "jay")
"""Heron and Ibis are rooms of Lincoln, Jay is one of Grant."""

HOLDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "heron": {
        "maya": frozenset({PROVIDER, MEMBER}),
        "adams": frozenset({TEACHER, MEMBER}),
        "tam": frozenset({MEMBER}),
        "cora": frozenset({CASE_MANAGER}),
        "rosa": frozenset({ORGANISER}),
        "ada": frozenset({ADMIN}),
    },
    "ibis": {
        "ben": frozenset({PROVIDER, MEMBER}),
        "diaz": frozenset({TEACHER, MEMBER}),
        "pat": frozenset({MEMBER}),
        "carl": frozenset({CASE_MANAGER}),
        "rosa": frozenset({ORGANISER}),
        "ada": frozenset({ADMIN}),
    },
    "jay": {
        "zoe": frozenset({PROVIDER, MEMBER}),
        "webb": frozenset({TEACHER, MEMBER}),
        "wes": frozenset({MEMBER}),
        "oona": frozenset({ORGANISER}),
        "ada": frozenset({ADMIN}),
    },
}
KEEPERS: Mapping[str, str] = {"lincoln": "rosa", "grant": "oona"}
"""Who keeps a school's calendar."""
AT_GRANT = frozenset({"zoe", "webb", "wes", "oona"})
PLANNERS = frozenset({"maya", "ben", "zoe"})
ACTORS = (
    *("tam", "maya", "ben", "zoe", "adams", "diaz", "cora", "carl", "rosa", "oona", "ada"),
    *("nell", "gone", "newt", "gus", "guy", "far"),
)
"""Nell is known and in no team; Gone has left; Newt never said who they are; Gus is a guest; Guy
is a guest who was a colleague of room Heron before; Far belongs to another organisation."""
OUTSIDE = frozenset({"gone", "newt", "gus", "guy", "far"})
"""Who gets nothing, whatever the database still says of them."""


def relations(actor: str, room: str) -> frozenset[str]:
    """Return in which relations somebody stands to a room's things; to none of an unknown one."""
    return HOLDS.get(room, {}).get(actor, frozenset())


def may(actor: str, action: str, room: str, owners: frozenset[str] = frozenset()) -> bool:
    """Tell whether the design lets somebody do an action to a room's thing that `owners` own."""
    if actor in OUTSIDE:
        return False
    held = relations(actor, room) | ({OWNER} if actor in owners else frozenset())
    return bool(held & TABLE[action])


def codes(actor: str, room: str) -> tuple[bool, bool]:
    """Tell whether a modal may show somebody a room's own student, and the others of its group."""
    held = frozenset() if actor in OUTSIDE else relations(actor, room)
    return bool(held & {PROVIDER, CASE_MANAGER}), PROVIDER in held


def sees(actor: str, room: str) -> bool:
    """Tell whether the design shows somebody a room's sessions, roles and expectations."""
    return may(actor, "see", room)
