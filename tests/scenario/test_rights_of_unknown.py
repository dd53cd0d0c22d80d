"""What is not there, over the wire: another workspace's thing, none, and no id at all."""

from pathlib import Path

import pytest
from databases import SQLiteFiles
from scenario.rights import probes, trial


@pytest.mark.slow
@pytest.mark.asyncio
async def test_unknown_things(
    sqlite_files: SQLiteFiles, tmp_path: Path, unused_tcp_port: int
) -> None:
    """They all get the same no, which changes nothing and tells nothing."""
    async with trial.sitting(sqlite_files, tmp_path, unused_tcp_port) as court:
        tried = trial.of_unknown(court, probes.of_things())
        wrong = await trial.wrong(court, tried)

    assert len(tried) > 1000
    assert wrong == [], "\n".join([f"{len(wrong)} of {len(tried)}", *wrong])
