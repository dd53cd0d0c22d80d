"""The one hierarchy of errors: a code and parameters; the sentences stand in the catalogue."""


class PushInError(Exception):
    """Something that a person should know: `code` names the sentence, `params` fill it."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep the code and its parameters; neither holds student data."""
        super().__init__(code)
        self.code = code
        self.params = params


class Refusal(PushInError):  # noqa: N818  a "no" is an answer, not a fault
    """The practice says no (a rule, a right, a state that has passed); nothing was changed."""


class NotAllowed(Refusal):
    """The person has no right to this; unknown means no."""


class Stale(Refusal):
    """The thing was changed or ended since the person saw it."""
