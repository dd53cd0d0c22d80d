"""Who may log, count, look up students, review, export and hand over, tried over the wire."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from databases import SQLiteFiles
from scenario.rights import record_probes, trial
from scenario.rights.court import Court

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def court(
    sqlite_files: SQLiteFiles,
    tmp_path_factory: pytest.TempPathFactory,
    unused_tcp_port_factory: Any,
) -> AsyncIterator[Court]:
    """Run one bot for all cells, over rooms with records."""
    folder, port = tmp_path_factory.mktemp("records"), unused_tcp_port_factory()
    async with trial.sitting(sqlite_files, folder, port, records=True) as opened:
        yield opened


async def test_every_cell(court: Court) -> None:
    """Who may see a student's record sees it in a modal; all others learn and change nothing."""
    tried = trial.cells(court, record_probes.of_records(), record_probes.of_nothing())
    wrong = await trial.wrong(court, tried)

    assert len(tried) > 1000
    assert wrong == [], "\n".join([f"{len(wrong)} of {len(tried)}", *wrong])


async def test_unknown_records(court: Court) -> None:
    """A record of another workspace, one that is not there and no id at all get the same no."""
    tried = trial.of_unknown(court, record_probes.of_records())
    wrong = await trial.wrong(court, tried)

    assert len(tried) > 500
    assert wrong == [], "\n".join([f"{len(wrong)} of {len(tried)}", *wrong])
