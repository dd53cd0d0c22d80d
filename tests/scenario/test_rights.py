"""The rights of DESIGN, section 6, over the wire: everybody tries everything, as forgers would."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from databases import SQLiteFiles
from scenario.rights import probes, trial
from scenario.rights.court import Court
from scenario.rights.wire import Request

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def court(
    sqlite_files: SQLiteFiles,
    tmp_path_factory: pytest.TempPathFactory,
    unused_tcp_port_factory: Any,
) -> AsyncIterator[Court]:
    """Run one bot for all cells."""
    folder = tmp_path_factory.mktemp("rights")
    async with trial.sitting(sqlite_files, folder, unused_tcp_port_factory()) as opened:
        yield opened


async def test_a_few_cells(sqlite_files: SQLiteFiles, tmp_path: Path, unused_tcp_port: int) -> None:
    """Sixty cells of one room: every kind of actor, of right, of thing and of way."""
    async with trial.sitting(sqlite_files, tmp_path, unused_tcp_port, small=True) as court:
        every = trial.cells(court, probes.of_things(), probes.of_nothing(), rooms=("heron",))
        wrong = await trial.wrong(court, every[7::53])

    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
async def test_every_cell(court: Court, half: int) -> None:
    """What the design allows happens; what it denies changes nothing, and its answer tells none."""
    tried = trial.cells(court, probes.of_things(), probes.of_nothing())[half::2]
    wrong = await trial.wrong(court, tried)

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
