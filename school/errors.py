"""What can be wrong with a school's facts or with a phrase: a code, and what it is about."""


class SchoolError(Exception):
    """Something about school time cannot be used; `code` says what, `params` where."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep the code and its parameters; the sentence for people stands in a catalogue."""
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Return the code with its parameters, for logs and the command line."""
        detail = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code} ({detail})" if detail else self.code


class PhraseError(SchoolError):
    """What somebody typed is no time that Push-In may act on; `code` says why."""
