"""Keeps Python's garbage collector from stopping every answer while it looks at what never goes."""

import gc


def set_aside() -> None:
    """Take what is alive now out of all collections to come; call it once, when all is loaded.

    A full collection goes through every object that there is and holds up all threads meanwhile:
    of the modules alone for about a tenth of a second.
    """
    gc.collect()
    gc.freeze()
