"""A student's code is taken out of everything for good; the minutes stay."""

import secrets
from datetime import date, datetime

from pushin import errors, rights
from pushin.kinds import reads
from pushin.results import Anonymised
from storage.queries.exports import Part
from storage.scope import Scope

_DIGITS = 10_000


@reads
def span(scope: Scope, code: str, *, at: datetime) -> tuple[date, date] | None:  # noqa: ARG001  use cases take `at`
    """Return the first and last date on which a code was logged; None if it never was.

    For admins and whoever runs Push-In. Refusals: `stranger`, `not_yours`, `export_code`.
    """
    known = _known(scope, code)
    return scope.exports.span(Part(date.min, date.max, code=known))


def anonymise(scope: Scope, code: str, *, at: datetime) -> Anonymised:  # noqa: ARG001  use cases take `at`
    """Put a random word in a code's place wherever it stands: nobody can tell whose it was.

    The word looks like a code, so that forms which hold it can be saved. It is kept nowhere beside
    the code, and cannot be taken back. For admins and whoever runs Push-In. Refusals: `stranger`,
    `not_yours`, `export_code` (nobody has it, or not any more).
    """
    known = _known(scope, code)
    running = len(scope.codes.running_plans(known))
    done = scope.codes.replace(known, _fresh(scope))
    return Anonymised(sum(done.values()), done.get("logstudent", 0), running)


def _known(scope: Scope, code: str) -> str:
    rights.require(scope, "export")
    said = code.strip().upper()
    if not scope.codes.is_known(said):
        raise errors.Refusal("export_code")
    return said


def _fresh(scope: Scope) -> str:
    while True:
        word = f"X-{secrets.randbelow(_DIGITS):04}-{secrets.randbelow(_DIGITS):04}"
        if not scope.codes.is_known(word):
            return word
