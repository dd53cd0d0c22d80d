"""What a student code looks like: never a name."""

import re

from pushin import errors

_CODE = re.compile(r"[A-Za-z]{1,3}-?\d{1,4}(?:-\d{1,4})?")


def checked(text: str) -> str:
    """Return a code as it is kept; Refusal `not_a_code` (example) for what looks like a name."""
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise errors.Refusal("not_a_code", example="K7-03")
    return code.upper()
