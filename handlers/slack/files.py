"""Fetches a file that a person sent, from Slack's own servers and no further than a limit."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.app import SentFile
from pushin.results import Refused
from school.imports import MOST_BYTES

SECONDS = 8.0
"""How long a file may take in all; Slack asks again meanwhile, and that waits for the answer."""
_CHUNK = 64 * 1024
_GONE = frozenset({403, 404, 410})
_OK = 200


def sent(file: Mapping[str, Any]) -> SentFile:
    """Return Slack's object of a file; one that is gone or out of sight has no url."""
    url = file.get("url_private_download") or file.get("url_private") or ""
    return SentFile(str(file.get("id", "")), str(file.get("name") or "the file"), str(url))


class SlackFiles:
    """Downloads with the bot's token, over the client's own session."""

    def __init__(
        self, client: AsyncWebClient, *, within: float = SECONDS, most: int = MOST_BYTES
    ) -> None:
        """Fetch `most` bytes at most, `within` some seconds."""
        self._client = client
        self._within = within
        self._most = most

    async def fetch(self, file: SentFile, *, within: float | None = None) -> bytes | Refused:
        """Return a file's bytes.

        Refused: `file_gone` (file), `file_elsewhere` (file) for one that Slack does not hold,
        `file_too_big` (file, most: MB), `file_not_fetched` (file) where that failed or took long.
        """
        if not file.url:
            return Refused("file_gone", {"file": file.name})
        if not is_slacks(file.url, self._client.base_url):
            return Refused("file_elsewhere", {"file": file.name})
        try:
            return await self._read(file, within or self._within)
        except (TimeoutError, aiohttp.ClientError):
            return Refused("file_not_fetched", {"file": file.name})

    async def _read(self, file: SentFile, within: float) -> bytes | Refused:
        session = self._client.session
        if session is None:
            raise RuntimeError("the client has no session of its own")
        # The token goes where the url says, and nowhere that a redirect points to.
        asked = session.get(
            file.url,
            headers={"Authorization": f"Bearer {self._client.token}"},
            timeout=aiohttp.ClientTimeout(total=within),
            allow_redirects=False,
        )
        async with asked as answer:
            if answer.status in _GONE:
                return Refused("file_gone", {"file": file.name})
            if answer.status != _OK or is_login_page(answer.content_type, file.name):
                return Refused("file_not_fetched", {"file": file.name})
            read = bytearray()
            async for chunk in answer.content.iter_chunked(_CHUNK):
                read += chunk
                if len(read) > self._most:
                    most = self._most // (1024 * 1024)
                    return Refused("file_too_big", {"file": file.name, "most": most})
            return bytes(read)


def is_login_page(content_type: str, name: str) -> bool:
    """Tell whether Slack served its page to sign in instead of a file: it says 200 to that."""
    return content_type == "text/html" and not name.casefold().endswith((".html", ".htm"))


def is_slacks(url: str, api_url: str) -> bool:
    """Tell whether a url is served by who serves the Web API: the host itself, or its family.

    Slack's API is at slack.com and its files at files.slack.com (GovSlack: slack-gov.com); a test
    server serves both at one address.
    """
    given, api = urlsplit(url), urlsplit(api_url)
    if given.scheme != api.scheme or given.username is not None:
        return False
    if given.netloc == api.netloc:
        return True
    family = (api.hostname or "").removeprefix("www.")
    is_family = (given.hostname or "").endswith(f".{family}")
    return api.scheme == "https" and given.port is None and is_family
