"""One look: a conversation driven to its end. What the engine asks is answered by fetch/ and by the parser."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.connect.engine import observe
from monitor.connect.manifest import Manifest
from monitor.fetch.client import host_of
from monitor.model.activity import Memory
from monitor.model.look import Failure, Look, Observation, Outcome
from monitor.model.wire import Decode, Decoded, DecodeError, NoResponse, Refusal, Request, Response

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Postponed:
    """No look: the host does not want to be asked before `until`. Nothing was sent and nothing was learned."""

    account: str
    until: datetime


class Carrier(Protocol):
    """Who carries requests out (fetch.client.Fetcher)."""

    async def send(self, request: Request, now: datetime) -> Response | NoResponse: ...


class Decoder(Protocol):
    """Who reads documents (run.parsing.Parser)."""

    async def decode(self, request: Decode) -> Decoded | DecodeError: ...


class Looker:
    """Looks at accounts. `clock` gives the instant of each look; the rest is what the looks are made with."""

    def __init__(self, carrier: Carrier, decoder: Decoder, clock: Callable[[], datetime]) -> None:
        self._carrier = carrier
        self._decoder = decoder
        self._clock = clock

    async def look(self, account: str, url: str, manifest: Manifest | None, memory: Memory) -> Look | Postponed:
        """One look at `account`; without a manifest it is `manual`, without a request."""
        at = self._clock()
        if manifest is None:
            return Look(account, at, "", 0, Failure(Outcome.MANUAL, "no connector reads this network"))
        conversation = _Conversation(self._carrier, self._decoder)
        try:
            result = await conversation.drive(observe(manifest, url, memory, at), at)
        except Exception as error:  # one bad account never stops the rest
            trace = secrets.token_hex(4)
            _log.exception("look at %s failed unexpectedly [%s]", account, trace)
            result = Failure(Outcome.TEMPORARY, f"unexpected {type(error).__name__}, see the log at [{trace}]")
        if conversation.sent == 0 and conversation.held_until is not None:
            return Postponed(account, conversation.held_until)
        return Look(account, at, conversation.host, conversation.sent, result)


class _Conversation:
    """What one look has done so far: the host it asked first, and how many requests were sent."""

    def __init__(self, carrier: Carrier, decoder: Decoder) -> None:
        self._carrier = carrier
        self._decoder = decoder
        self.host = ""
        self.sent = 0
        self.held_until: datetime | None = None

    async def drive(
        self,
        steps: Generator[Request | Decode, Response | NoResponse | Decoded | DecodeError, Observation | Failure],
        now: datetime,
    ) -> Observation | Failure:
        try:
            step = next(steps)
            while True:
                step = steps.send(await self._answer(step, now))
        except StopIteration as end:
            result: Observation | Failure = end.value
            return result

    async def _answer(self, step: Request | Decode, now: datetime) -> Response | NoResponse | Decoded | DecodeError:
        if isinstance(step, Decode):
            return await self._decoder.decode(step)
        self.host = self.host or host_of(step.url)
        answer = await self._carrier.send(step, now)
        if isinstance(answer, NoResponse) and answer.why is Refusal.HELD:
            self.held_until = answer.retry_at
        else:
            self.sent += 1
        return answer
