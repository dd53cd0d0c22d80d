"""axe-core looks for what people with disabilities could not use; CI brings it, pages do not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Page

WHERE = "AXE_CORE"
GRAVE = {"serious", "critical"}
RUN = """async (only) => {
  const runOnly = only ? { type: "rule", values: only } : undefined;
  const found = await axe.run(document, { resultTypes: ["violations"], ...(runOnly ? { runOnly } : {}) });
  return found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((one) =>
    `${one.target.join(" ")}: ${one.failureSummary}`) }));
}"""  # noqa: E501  one call of axe


def source() -> str:
    """Return axe-core's script, from the file that AXE_CORE names; skips the test without it."""
    file = os.environ.get(WHERE)
    if not file:
        pytest.skip(f"no axe-core: {WHERE} names no axe.min.js (`.ci/run` fetches one)")
    return Path(file).read_text(encoding="utf-8")


async def findings(page: Page, script: str, only: list[str] | None = None) -> list[Any]:
    """Return the serious and critical findings on what the page shows now, of all rules or some."""
    if not await page.evaluate("() => typeof axe === 'object'"):
        await page.evaluate(f"{script}\n;undefined")
    found = await page.evaluate(RUN, only)
    return [one for one in found if one["impact"] in GRAVE]
