"""Whether a text may name a student; its author decides before anybody else can read it.

The heuristics are small on purpose: they stop what looks like a code, a birth date, an ID number
or a name, and ask. They do not prove that a text is free of student data.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from pushin import errors, people
from pushin.results import MayNameStudent
from storage import tables
from storage.scope import Scope, fresh_id

_CODE = re.compile(r"\b(?:[A-Z]{1,2}\d{1,2}-\d{1,3}|S\d{1,2})\b")
_BIRTH_WORD = re.compile(
    r"\b(?:d\.?o\.?b\.?|born|birth\s?-?(?:day|date)|date of birth)(?!\w)", re.IGNORECASE
)
_AGE = re.compile(r"\b(?:[3-9]|1\d|2[01])[ -]?(?:years?|yrs?)[ -]old\b", re.IGNORECASE)
_FULL_DATE = re.compile(
    r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-]((?:19|20)\d\d)|((?:19|20)\d\d)-\d\d-\d\d)\b"
)
_ID = re.compile(
    r"\b\d{3}-\d{2}-\d{4}\b|(?<![\d:/.-])\d{6,}\b|(?:\bID|\bstudent|#)\s*(?:no\.?|number|#|:)*\s*\d{4,}",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b[A-Z]\.\s?[A-Z]\.(?!\w)")
_NOT_INITIALS = frozenset({"A.M.", "P.M.", "U.S.", "P.E.", "O.T.", "P.T.", "E.S.", "I.D."})
_CAPITALISED = r"[A-Z][a-z]+(?:['\u2019-][A-Z][a-z]+)?"
_SUBJECT = re.compile(
    rf"\b({_CAPITALISED})(?:\s+[A-Z][a-z]*\.?)?(?:['\u2019]s\b|\s+(?:needs?|has|had|is|was|gets?|"
    r"can(?:not|['\u2019]t)?|will|won['\u2019]t|wants?|likes?|loves?|hates?|struggles?|uses?|"
    r"works?|sits?|should|does(?:n['\u2019]t)?|did|goes|cries|bites|hits|runs|refuses|"
    r"asked|asks|tries|tried|wrote|cut|said|says|forgets?)\b)"
)
_OBJECT = re.compile(
    r"\b(?:with|for|helps?|help(?:ing)?|remind|prompt|let|give|ask|show|praise|cue|seat|about|"
    rf"student|named|called|watch|support|near|beside|behind)\s+({_CAPITALISED})\b",
)
_FIRST_NAMES = frozenset(
    """aaliyah abigail aiden alejandro alexander amelia amir andrew angel anthony aria ariana asher
    ava benjamin brandon brayden caleb camila carlos carter charlotte chloe christopher connor
    daniel david diego dylan eleanor elena eli elijah elizabeth ella emily emma ethan evelyn
    fatima gabriel gianna hannah harper henry hudson isaac isabella isaiah jackson jacob jaden
    james jamal javier jayden jeremiah jose joseph joshua juan julian kayla kevin kylie landon
    layla leah levi liam lily logan lucas luis luke luna madison malik maria mason mateo matthew
    mia michael miguel mila mohammed muhammad nathan nevaeh nicholas noah nora oliver olivia owen
    penelope rafael riley ryan samantha samuel santiago sarah savannah sebastian sofia sophia
    sophie stella theodore thomas tyler valentina victoria violet wyatt xavier zoe zoey
    """.split()  # noqa: SIM905  a list of names reads better as prose
)
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)?")
_NOT_NAMES = frozenset(
    """a after all an and any april arrival art august before both but centers chair check class
    children dismissal december each every everybody everyone february first friday get give he
    hand help her here his how i if in it its january july june keep kids kindergarten let lunch
    make march may monday morning music my new next november nobody no now october one our para
    paras pencil period please provider recess room saturday school september she snack so
    somebody someone spanish specials start station still student students sunday table take
    teacher teachers team that the their them then there these they this those thursday today
    tomorrow tuesday two use wait watch we wednesday week what when where which who whole why with
    work writing yes you your english math reading science history god mom dad family parent
    parents ot slp pt cota slpa pta iep google slides chromebook friend friends partner partners
    another only maybe time paper desk timer group groups line circle carpet
    """.split()  # noqa: SIM905  the same
)


def findings(
    text: str, *, codes: Collection[str], staff: Collection[str], this_year: int | None = None
) -> tuple[str, ...]:
    """Return what in `text` a student could be known by, as kinds, the most certain first.

    `student_code` (one of `codes`, or the forms `K7-03` and `S1`), `birth_date`, `id_number`,
    `name`. `staff` are the names of adults, rooms and routines, which are no findings. With
    `this_year`, a full date of two or more years before it is a birth date by itself.
    """
    checks = {
        "student_code": _has_code(text, codes),
        "birth_date": _has_birth_date(text, this_year),
        "id_number": _ID.search(text) is not None,
        "name": _has_name(text, staff),
    }
    return tuple(kind for kind, found in checks.items() if found)


def has_code_of(scope: Scope, text: str) -> bool:
    """Tell whether a text holds the code of a student of this workspace, in any letter case."""
    said = {word.casefold() for word in re.findall(r"[\w-]+", text)}
    return any(code.casefold() in said for code in scope.plans.all_student_codes())


def check(
    scope: Scope, kind: str, text: str, payload: Mapping[str, object], *, at: datetime
) -> MayNameStudent | None:
    """Return None if `text` may be used, else keep it as a draft and say what it may hold.

    `kind` is the draft's kind ("expectation"), `payload` what is needed to go on once the author
    says that it is no student; both are JSON. `at` is the school clock's instant.
    """
    found = findings(
        text, codes=scope.plans.all_student_codes(), staff=_staff(scope), this_year=at.year
    )
    if not found:
        return None
    draft = tables.Draft(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        person_id=people.require_member(scope).id,
        kind=kind,
        content={**payload, "text": text},
        created_at=at,
    )
    scope.session.add(draft)
    scope.session.flush()
    return MayNameStudent(draft.id, found[0])


def refuse(scope: Scope, text: str, *, at: datetime) -> None:
    """Refuse a text that may name a student, where another name is as good as this one.

    Refusal "may_name_student" (kind: as `findings`). Where the author may keep their words,
    `check` asks them instead.
    """
    found = findings(
        text, codes=scope.plans.all_student_codes(), staff=_staff(scope), this_year=at.year
    )
    if found:
        raise errors.Refusal("may_name_student", kind=found[0])


def refuse_code(scope: Scope, name: str, *, what: str) -> None:
    """Refuse a student's code where an adult's name is asked for.

    Refusal "code_for_a_name" (what: the field). An adult's name may be any name.
    """
    if _has_code(name, scope.plans.all_student_codes()):
        raise errors.Refusal("code_for_a_name", what=what)


def _staff(scope: Scope) -> tuple[str, ...]:
    """Return the names that are no student's: adults, rooms and routines."""
    return (*scope.people.names(), *scope.classrooms.names())


def _has_code(text: str, codes: Collection[str]) -> bool:
    if _CODE.search(text):
        return True
    return any(re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text, re.IGNORECASE) for code in codes)


def _has_birth_date(text: str, this_year: int | None) -> bool:
    if _BIRTH_WORD.search(text) or _AGE.search(text):
        return True
    years = [int(one[0] or one[1]) for one in _FULL_DATE.findall(text)]
    return this_year is not None and any(year <= this_year - 2 for year in years)


def _has_name(text: str, staff: Collection[str]) -> bool:
    known = _NOT_NAMES | {word.casefold() for name in staff for word in _WORD.findall(name)}
    if any(found.replace(" ", "") not in _NOT_INITIALS for found in _INITIALS.findall(text)):
        return True
    phrases = (match[1] for pattern in (_SUBJECT, _OBJECT) for match in pattern.finditer(text))
    named = {*phrases, *(word for word in _words(text) if word.casefold() in _FIRST_NAMES)}
    return any(_bare(word) not in known for word in named)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text, "Liam's" as "Liam"."""
    return tuple(word.removesuffix("'s").removesuffix("\u2019s") for word in _WORD.findall(text))


def _bare(word: str) -> str:
    return word.casefold().removesuffix("'s").removesuffix("\u2019s")
