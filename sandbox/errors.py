"""The two ways to say no: Slack's own error to the app, and the sandbox's error to its page."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A Web API call that Slack would answer with `{"ok": false, "error": code}`."""

    def __init__(self, code: str, *, messages: tuple[str, ...] = (), **extra: Any) -> None:  # noqa: ANN401  JSON
        """Keep the error's name, its `response_metadata.messages` and further answer fields."""
        super().__init__(code)
        self.code = code
        self.messages = messages
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """Return the body of the answer as Slack words it."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body


class Refused(Exception):  # noqa: N818  named for what it is; it is an answer, not a fault
    """A request to the `/sandbox/` API that is not done."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int = 400,
        **extra: Any,  # noqa: ANN401  JSON
    ) -> None:
        """Keep the HTTP status, the error's code, one sentence for people and further fields."""
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """Return the body of the answer."""
        return {"ok": False, "error": self.code, "detail": self.detail, **self.extra}
