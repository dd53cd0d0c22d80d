"""Check that every link in the Markdown files leads to a file, and to a heading, that exists."""  # noqa: INP001  a script, run by path

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(FENCED.pattern + r"|`[^`\n]*`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?[^)]*\)")
IMAGE = re.compile(r"<img[^>]*\bsrc=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")


def pages() -> Iterator[Path]:
    """Yield the project's Markdown files; hidden folders hold other people's."""
    for path in sorted(ROOT.rglob("*.md")):
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts):
            yield path


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, made the way GitHub makes them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    bare = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in bare}


def targets(page: Path) -> list[str]:
    """Return what a page links to inside the project; links in code are no links."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    found = LINK.findall(text) + IMAGE.findall(text)
    return [target for target in found if not target.startswith(ELSEWHERE)]


def problem(page: Path, target: str) -> str | None:
    """Say what is wrong with a link, if anything is."""
    name, _, anchor = target.partition("#")
    path = (page.parent / name).resolve() if name else page
    if not path.exists():
        return f"{page.relative_to(ROOT)}: {target} does not exist"
    if anchor and path.suffix == ".md" and anchor not in anchors(path):
        return f"{page.relative_to(ROOT)}: {target} has no such heading"
    return None


def main() -> int:
    """Print every broken link; return 1 if there is one."""
    checked = [(page, target) for page in pages() for target in targets(page)]
    broken = [line for line in (problem(*link) for link in checked) if line]
    sys.stdout.writelines(f"{line}\n" for line in broken)
    sys.stdout.write(f"Links: {len(checked)} checked, {len(broken)} broken\n")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
