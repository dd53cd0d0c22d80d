"""The one error of a bad setting, and the exit code that goes with it."""

EXIT_CODE = 78
"""EX_CONFIG of sysexits.h: a supervisor can tell a bad setting from a crash, and need not retry."""


class ConfigError(Exception):
    """A setting is wrong; the program says so in one line and ends with `EXIT_CODE`.

    `variable` is the setting (or the file) at fault, `problem` goes on from it ("is empty"), and
    `example` is something that would be right. None of them ever holds the value that was given,
    because that value may be a secret.
    """

    def __init__(self, variable: str, problem: str, example: str) -> None:
        """Keep the three parts; `str()` of the error is the line for the person."""
        super().__init__(f"{variable}: {problem}; for example {example}")
        self.variable = variable
        self.problem = problem
        self.example = example
