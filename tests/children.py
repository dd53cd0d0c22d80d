"""Child processes for the fault tests: forked from one that has done its imports."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

IMPORTED = ("_pytest.config", "tests.forked")
"""A child runs the file that was started once more, and that of pytest imports this."""


@dataclass(frozen=True)
class Nursery:
    """Where children begin; the first one waits for the imports, those after it do not."""

    context: ForkServerContext

    def begin(self, target: Callable[..., object], *arguments: Any) -> ForkServerProcess:
        """Begin a child that does `target`."""
        child = self.context.Process(target=target, args=arguments, daemon=True)
        child.start()
        return child


def nursery() -> Nursery:
    """Return the nursery, with its imports done."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    made = Nursery(context)
    made.begin(int).join()
    return made
