"""A court for the tests of a module, and a list of what is wrong with the cells tried in it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from databases import SQLiteFiles
from scenario.rights import court as courts
from scenario.rights import table
from scenario.rights.court import Cell, Court
from scenario.rights.district import ZONE
from scenario.rights.probes import Probe
from scenario.stage import Stage

INSIDE = tuple(one for one in table.ACTORS if one not in table.OUTSIDE)


@asynccontextmanager
async def sitting(
    files: SQLiteFiles, folder: Path, port: int, *, small: bool = False, records: bool = False
) -> AsyncIterator[Court]:
    """Run one bot for all cells, in HTTP mode."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(folder, files.fresh(folder), http, ZONE, http_port=port)
        async with courts.sitting(stage, small=small, records=records) as opened:
            yield opened
            opened.close()


async def wrong(court: Court, tried: Iterable[Cell]) -> list[str]:
    """Try cells, those that are denied first; return what is wrong."""
    ordered = sorted(tried, key=lambda one: one.allowed)
    return [found for cell in ordered if (found := await court.tried(cell))]


def cells(
    court: Court,
    of_things: Iterable[Probe],
    of_nothing: Iterable[Probe],
    rooms: Iterable[str] = table.ROOMS,
) -> list[Cell]:
    """Return all that everybody can try."""
    probes = list(of_things)
    places = [court.things[room] for room in rooms]
    nowhere = [court.things["heron"]]
    return [
        *courts.cells(INSIDE, probes, places),
        *courts.cells(table.OUTSIDE, probes, nowhere),
        *courts.cells(table.ACTORS, of_nothing, nowhere),
    ]


def of_unknown(court: Court, of_things: Iterable[Probe]) -> list[Cell]:
    """Return what some try on a thing of another workspace, on one that is not there, on no id."""
    things = [court.things["kite"], *courts.unknown("heron").values()]
    by_id = [one for one in of_things if one.by_id]
    every = courts.cells(("maya", "adams", "tam", "rosa", "ada", "nell"), by_id, things)
    return [cell for cell in every if not cell.allowed]
