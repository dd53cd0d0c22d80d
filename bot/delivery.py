"""Delivery: brings every due prompt to exactly one end, however often the program is killed.

Ready, claim, look, fence, post, mark. A claim is a row that this process holds for the time of a
lease. No transaction is open during a call to Slack. A prompt that was claimed before is looked for
by its key before anything is posted; a claim that has grown too old to be posted before its lease
runs out is let go.
"""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot import database_trouble, posts
from bot.clocks import RealTime, SchoolClock
from bot.failpoints import Failpoint, no_failpoint
from bot.group_commit import GroupCommit
from bot.practice import NoteSent, Observe, Practice, Timing, observe_nothing
from bot.quiet_methods import QuietMethods
from bot.slack_errors import SlackTroubleError, Step, Verdict
from pushin.results import Content, Postpone, Withhold
from storage import due
from storage.database import Database
from storage.due import Claim, FinalState, Unopened
from storage.scope import Scope, Who

logger = logging.getLogger(__name__)

REAUTHORISE_SECONDS = 300.0
"""How long a conversation rests when an admin has to act first."""
LONGEST_BACKOFF = 300.0
LONGEST_REST = 5.0
"""How long (real time) a prompt is held back while the school clock stands still."""
LAST_ATTEMPT = 5
"""A prompt that fails unexpectedly this often is shown to an admin."""
CHECKED_SECONDS = 60.0
"""How long a channel that was found open is taken to be open."""
BREATH = 1.0
"""A slow call keeps its own conversation waiting; the others are asked for again after this."""
AT_LEAST = 4
"""So many may be claimed before it is looked for more while others are under way."""


class Delivery:
    """Delivers what is due; `tick` is called whenever something may have fallen due."""

    def __init__(
        self,
        database: Database,
        client_of: Callable[[str], AsyncWebClient],
        practice: Practice,
        *,
        clock: SchoolClock,
        real: RealTime,
        timing: Timing | None = None,
        failpoint: Failpoint = no_failpoint,
        observe: Observe = observe_nothing,
    ) -> None:
        """Put the parts together; `client_of` returns the client of a workspace."""
        self._database = database
        self._client_of = client_of
        self._practice = practice
        self._clock = clock
        self._real = real
        self._timing = timing or Timing()
        self._failpoint = failpoint
        self._observe = observe
        self._marks = GroupCommit[bool](database)
        self._quiet = QuietMethods(real.monotonic)
        self._checked: dict[str, float] = {}
        self._looked_at = -math.inf
        self.counts: Counter[str] = Counter()
        """How prompts ended since the start, for logs, doctor and tests."""

    async def tick(self) -> datetime | None:
        """Deliver until nothing is due, and return when (school time) the next prompt is."""
        running: dict[asyncio.Task[str], Claim | Unopened] = {}
        try:
            while True:
                await self._begin(running)
                if not running:
                    break
                done, _ = await asyncio.wait(
                    running, timeout=BREATH, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    await self._finish(task, running.pop(task))
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return await self._database.system(due.next_due, now=self._clock.now())

    # --- ready and claim --------------------------------------------------------------------

    async def _begin(self, running: dict[asyncio.Task[str], Claim | Unopened]) -> None:
        """Claim as much as may be in flight, and open what has to be opened before a claim.

        Not for every one that ended: a look costs about as much for several as for one.
        """
        now = self._real.monotonic()
        looks = not running or now - self._looked_at >= BREATH
        if not looks and self._timing.in_flight - len(running) < AT_LEAST:
            return
        while claims := await self._claim(self._timing.in_flight - len(running)):
            running.update(claims)
        if not looks:
            return
        self._looked_at = now
        room = max(0, self._timing.in_flight - len(running))
        opening, at = set(running.values()), self._clock.now()
        for where in await self._database.system(due.unopened, now=at, limit=room):
            if where not in opening:
                running[asyncio.create_task(self._open(where))] = where

    async def _claim(self, room: int) -> dict[asyncio.Task[str], Claim]:
        """Claim up to `room` prompts and begin to deliver them."""
        if room <= 0:
            return {}
        # The age of a claim counts from before its transaction.
        started = self._real.monotonic()
        claims = await self._database.system(
            due.claim,
            now=self._clock.now(),
            wall_now=self._real.wall(),
            lease=timedelta(seconds=self._timing.lease),
            pacing=timedelta(seconds=self._timing.pacing if self._clock.rate else 0),
            limit=room,
        )
        return {asyncio.create_task(self._deliver(mine, started)): mine for mine in claims}

    async def _open(self, where: Unopened) -> str:
        if not where.users:
            return await self._cannot_open(where, "no_account")
        try:
            await self._quiet.ready(where.workspace_id, "conversations.open")
            slack_id = await posts.open_conversation(self._client_of(where.workspace_id), where)
        except SlackTroubleError as trouble:
            if trouble.verdict.step in (Step.REROUTE, Step.STOP):
                return await self._cannot_open(where, trouble.verdict.code)
            self._quiet.note(where.workspace_id, trouble.verdict)
            free_at = await self._rest(trouble.verdict, attempt=1)
            await self._database.system(
                due.retry_after, where.workspace_id, where.conversation_id, until=free_at
            )
            return "retried"
        await self._failpoint("after_open")
        await self._database.system(due.opened, where, slack_id)
        return "opened"

    async def _cannot_open(self, where: Unopened, why: str) -> str:
        await self._database.system(
            due.set_closed, where.workspace_id, where.conversation_id, why=why
        )
        return "closed"

    # --- one prompt -------------------------------------------------------------------------

    async def _deliver(self, mine: Claim, started: float) -> str:
        """Bring one claimed prompt to its end, or let it go for another attempt."""
        await self._failpoint("after_claim")
        if mine.attempt > 1 and mine.slack_id is not None:
            try:
                found = await self._look(mine)
            except SlackTroubleError as trouble:
                return await self._cannot_look(mine, trouble.verdict)
            if found is not None:
                return "found" if await self._mark(mine, found) else "lost"
        await self._failpoint("after_look")
        try:
            closed = await self._why_closed(mine)
        except SlackTroubleError as trouble:
            return await self._before_post(mine, trouble.verdict)
        if closed != mine.closed:
            await self._set_closed(mine, closed)
        how = await self._say(mine, started, closed)
        if mine.slack_id is None:
            await self._set_closed(mine, None)  # the next prompt tries to open it anew
        return how

    async def _say(self, mine: Claim, started: float, closed: str | None) -> str:
        """Read what the prompt says now, and post it or end it without a post."""
        content = await self._content(mine)
        await self._failpoint("after_content")
        if isinstance(content, Postpone):
            return await self._postpone(mine, content)
        if isinstance(content, Withhold):
            return await self._settle(mine, content.state, content.why)
        if closed is not None or mine.slack_id is None:
            return await self._settle(mine, "expired", closed or "not_opened")
        message = self._practice.render(content)
        if self._is_too_old(mine, started):
            return await self._release(mine, self._clock.now(), "let_go")
        await self._failpoint("before_post")
        try:
            message_ts = await posts.post(self._client_of(mine.workspace_id), mine, message)
        except SlackTroubleError as trouble:
            return await self._not_posted(mine, trouble.verdict)
        await self._failpoint("after_post")
        return "sent" if await self._mark(mine, message_ts) else await self._lost(mine, message_ts)

    async def _look(self, mine: Claim) -> str | None:
        """Look twice, as far apart as a posted message may take to become visible."""
        client = self._client_of(mine.workspace_id)
        await self._quiet.ready(mine.workspace_id, posts.method_of_look(mine))
        found = await posts.find(client, mine)
        if found is None:
            await asyncio.sleep(self._timing.visibility)
            await self._quiet.ready(mine.workspace_id, posts.method_of_look(mine))
            found = await posts.find(client, mine)
        return found

    async def _why_closed(self, mine: Claim) -> str | None:
        """Return why nothing may be posted in the conversation; an open channel is asked rarely."""
        if mine.slack_id is None:
            return mine.closed
        if mine.conversation_kind != "channel":
            return None
        asked = self._checked.get(mine.slack_id)
        if asked is not None and self._real.monotonic() - asked < CHECKED_SECONDS:
            return None
        await self._quiet.ready(mine.workspace_id, "conversations.info")
        closed = await posts.why_closed(self._client_of(mine.workspace_id), mine.slack_id)
        self._checked.pop(mine.slack_id, None)
        if closed is None:
            self._checked[mine.slack_id] = self._real.monotonic()
        return closed

    async def _content(self, mine: Claim) -> Content | Withhold | Postpone:
        who = Who(mine.workspace_id)
        return await self._database.write(
            self._practice.content, who, mine.prompt_id, at=self._clock.now()
        )

    def _is_too_old(self, mine: Claim, started: float) -> bool:
        """Tell whether a post might not be visible any more when the lease runs out."""
        margin = timedelta(seconds=self._timing.http_timeout + self._timing.visibility)
        age = self._real.monotonic() - started
        return age > self._timing.fence or self._real.wall() > mine.lease_until - margin

    # --- how it ends ------------------------------------------------------------------------

    async def _mark(self, mine: Claim, message_ts: str) -> bool:
        note, at = self._practice.sent, self._clock.now()
        kept = await self._marks.do(
            partial(_sent, mine=mine, message_ts=message_ts, at=at, note=note)
        )
        await self._failpoint("after_mark")
        return kept

    async def _settle(self, mine: Claim, state: FinalState, why: str) -> str:
        kept = await self._database.system(
            due.mark_state, mine, state, why=why, at=self._clock.now()
        )
        return state if kept else "lost"

    async def _postpone(self, mine: Claim, verdict: Postpone) -> str:
        kept = await self._database.system(
            due.postpone, mine, until=verdict.until, why=verdict.why, at=self._clock.now()
        )
        return "postponed" if kept else "lost"

    async def _release(self, mine: Claim, free_at: datetime, how: str) -> str:
        kept = await self._database.system(due.release, mine, free_at=free_at)
        return how if kept else "lost"

    async def _set_closed(self, mine: Claim, why: str | None) -> None:
        await self._database.system(
            due.set_closed, mine.workspace_id, mine.conversation_id, why=why
        )

    # --- when Slack says no -----------------------------------------------------------------

    async def _cannot_look(self, mine: Claim, verdict: Verdict) -> str:
        """Nobody knows whether it was posted: try to look again, or show it to an admin.

        What nobody could look for until it was worthless is not looked for any longer.
        """
        self._quiet.note(mine.workspace_id, verdict)
        worthless = mine.worthless_at is not None and mine.worthless_at <= self._clock.now()
        if worthless or verdict.step in (Step.REROUTE, Step.STOP):
            return await self._settle(mine, "uncertain", verdict.code)
        return await self._release(mine, await self._rest(verdict, mine.attempt), "retried")

    async def _before_post(self, mine: Claim, verdict: Verdict) -> str:
        """Nothing was posted: later again, or to an admin."""
        self._quiet.note(mine.workspace_id, verdict)
        if verdict.step is Step.STOP:
            return await self._settle(mine, "uncertain", verdict.code)
        return await self._release(mine, await self._rest(verdict, mine.attempt), "retried")

    async def _not_posted(self, mine: Claim, verdict: Verdict) -> str:
        if verdict.step is Step.LOOK_UP:
            # It may stand there. The row stays claimed until it would be visible; then one looks.
            until = self._real.wall() + timedelta(seconds=self._timing.visibility)
            await self._database.system(due.look_again, mine, lease_until=until)
            return "unanswered"
        if verdict.step is Step.REROUTE:
            self._checked.pop(mine.slack_id or "", None)
            await self._set_closed(mine, verdict.code)
            content = await self._content(mine)
            if isinstance(content, Withhold):
                return await self._settle(mine, content.state, content.why)
            return await self._settle(mine, "expired", verdict.code)
        return await self._before_post(mine, verdict)

    async def _lost(self, mine: Claim, message_ts: str) -> str:
        """Another process took the prompt over: keep the own copy only if no other one stands."""
        while True:
            adopted = await self._database.system(
                _sent,
                replace(mine, attempt=due.NOBODY),
                message_ts=message_ts,
                at=self._clock.now(),
                note=self._practice.sent,
            )
            if adopted:
                return "sent"
            state, standing = await self._database.system(due.outcome, mine)
            if state != "claimed":
                break
            await asyncio.sleep(self._timing.visibility)
        if standing == message_ts or state == "uncertain":
            return "lost"
        return await self._take_back(mine, message_ts)

    async def _take_back(self, mine: Claim, message_ts: str) -> str:
        extra = {"action": "second_copy", "conversation": mine.conversation_id}
        try:
            await posts.take_back(self._client_of(mine.workspace_id), mine, message_ts)
        except SlackTroubleError as trouble:
            logger.error(  # noqa: TRY400  the trace says nothing more than the code
                "A second copy of a prompt stands and could not be deleted (%s).",
                trouble.verdict.code,
                extra=extra,
            )
            return "copy_left"
        logger.warning("A second copy was deleted: this process had stood still.", extra=extra)
        return "copy_deleted"

    async def _rest(self, verdict: Verdict, attempt: int) -> datetime:
        """Return when (school time) to try again; hold back now if the school clock stands."""
        seconds = verdict.retry_after or min(2.0 ** min(attempt - 1, 9), LONGEST_BACKOFF)
        if verdict.step is Step.REAUTHORISE:
            seconds = REAUTHORISE_SECONDS
            logger.error(
                "Slack does not let Push-In in any more (%s): install the app anew.",
                verdict.code,
                extra={"action": "reauthorise", "code": verdict.code},
            )
        if self._clock.rate == 0:
            await asyncio.sleep(min(seconds, LONGEST_REST))
            return self._clock.now()
        return self._clock.now() + timedelta(seconds=seconds)

    async def _finish(self, task: asyncio.Task[str], what: Claim | Unopened) -> None:
        """Count how a prompt ended; one that fails unexpectedly must not stop others."""
        error = task.exception()
        how = task.result() if error is None else "failed"
        self.counts[how] += 1
        due_at = what.due_at if isinstance(what, Claim) else None
        self._observe(how, due_at=due_at, at=self._clock.now())
        extra = {"action": f"prompt_{how}", "conversation": what.conversation_id}
        if error is None:
            logger.info("Prompt: %s.", how, extra=extra)
            return
        if trouble := database_trouble.sentence(error):
            logger.error(trouble, extra={**extra, "action": "database_trouble"})
            return  # not the prompt's fault, however often
        logger.error("A prompt failed unexpectedly.", exc_info=error, extra=extra)
        if isinstance(what, Claim) and what.attempt >= LAST_ATTEMPT:
            await self._settle(what, "uncertain", "failed")


def _sent(session: Session, mine: Claim, *, message_ts: str, at: datetime, note: NoteSent) -> bool:
    """Mark a prompt as sent, with what the practice notes of it, in one transaction."""
    if not due.mark_sent(session, mine, message_ts=message_ts, at=at):
        return False
    scope = Scope.of(session, Who(mine.workspace_id))
    note(scope, mine.prompt_id, place=mine.slack_id or "", message_ts=message_ts, at=at)
    return True
