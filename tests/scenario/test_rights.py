"""The rights of DESIGN, section 6, over the wire: everybody tries everything, as forgers would."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from databases import SQLiteFiles
from scenario.rights import court as courts
from scenario.rights import probes, table
from scenario.rights.court import Cell, Court
from scenario.rights.district import ZONE
from scenario.rights.wire import Request
from scenario.stage import Stage

_INSIDE = tuple(one for one in table.ACTORS if one not in table.OUTSIDE)
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def court(
    sqlite_files: SQLiteFiles,
    tmp_path_factory: pytest.TempPathFactory,
    unused_tcp_port_factory: Any,
) -> AsyncIterator[Court]:
    """Run one bot for all cells, in HTTP mode."""
    folder = tmp_path_factory.mktemp("rights")
    async with _sitting(sqlite_files, folder, unused_tcp_port_factory()) as opened:
        yield opened


@asynccontextmanager
async def _sitting(
    files: SQLiteFiles, folder: Path, port: int, *, small: bool = False
) -> AsyncIterator[Court]:
    async with aiohttp.ClientSession() as http:
        stage = Stage(folder, files.fresh(folder), http, ZONE, http_port=port)
        async with courts.sitting(stage, small=small) as opened:
            yield opened
            opened.close()


async def _wrong(court: Court, tried: list[Cell]) -> list[str]:
    """Try cells, those that are denied first; return what is wrong."""
    ordered = sorted(tried, key=lambda one: one.allowed)
    return [wrong for cell in ordered if (wrong := await court.tried(cell))]


def _all(court: Court, rooms: Iterable[str] = table.ROOMS) -> list[Cell]:
    places = [court.things[room] for room in rooms]
    nowhere = [court.things["heron"]]
    return [
        *courts.cells(_INSIDE, probes.of_things(), places),
        *courts.cells(table.OUTSIDE, probes.of_things(), nowhere),
        *courts.cells(table.ACTORS, probes.of_nothing(), nowhere),
    ]


async def test_a_few_cells(sqlite_files: SQLiteFiles, tmp_path: Path, unused_tcp_port: int) -> None:
    """Sixty cells of one room: every kind of actor, of right, of thing and of way."""
    async with _sitting(sqlite_files, tmp_path, unused_tcp_port, small=True) as court:
        every = _all(court, rooms=("heron",))
        wrong = await _wrong(court, every[7::53])

    assert wrong == []


@pytest.mark.slow
async def test_every_cell(court: Court) -> None:
    """What the design allows happens; what it denies changes nothing, and its answer tells none."""
    tried = _all(court)
    wrong = await _wrong(court, tried)

    assert len(tried) > 1000
    assert wrong == [], "\n".join([f"{len(wrong)} of {len(tried)}", *wrong])


@pytest.mark.slow
async def test_unknown_things(court: Court) -> None:
    """A thing of another workspace, one that is not there and no id at all get the same no."""
    things = [court.things["kite"], *courts.unknown("heron").values()]
    by_id = [one for one in probes.of_things() if one.by_id]
    tried = [
        cell
        for cell in courts.cells(("maya", "adams", "tam", "rosa", "ada", "nell"), by_id, things)
        if not cell.allowed
    ]
    wrong = await _wrong(court, tried)

    assert len(tried) > 1000
    assert wrong == [], "\n".join([f"{len(wrong)} of {len(tried)}", *wrong])


@pytest.mark.slow
async def test_a_box_of_what_was_removed(court: Court) -> None:
    """A tick on a screen that still shows it says so, and nothing is ticked."""
    things = court.things["heron"]
    drop = Request("click", {"ref": f"drop_all:{things['expectation']}:0"})
    box = {"ref": f"tick:{things['session0']}:0", "box": things["expectation"]}
    await court.wire.send("maya", drop)
    before = court.dump()["tick"]
    answer = await court.wire.send("tam", Request("tick", box))
    after = court.dump()["tick"]
    await court.restore()

    assert "That expectation was removed already" in answer.told
    assert before == after
