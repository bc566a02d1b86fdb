"""One check: a conversation driven to its end. What `observe` asks is answered by fetch/ and by the parser."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from monitor.connect.checks.observe import observe
from monitor.connect.manifests.manifest import Manifest
from monitor.fetch.client import host_of
from monitor.model.activity import Memory
from monitor.model.check import Check, Failure, Observation, Outcome
from monitor.model.http import Decode, Decoded, DecodeError, NoResponse, Refusal, Request, Response

_log = logging.getLogger(__name__)
_BARRED = frozenset(  # this route, not the account: another may be open
    {Outcome.BLOCKED, Outcome.QUOTA, Outcome.RATE_LIMITED, Outcome.UNAUTHORISED, Outcome.LOGIN_REQUIRED}
)
_MEANT = (asyncio.CancelledError, GeneratorExit, KeyboardInterrupt, SystemExit)  # these end a task or the program


@dataclass(frozen=True, slots=True)
class Postponed:
    """No check: its host or network is not to be asked before `until`. Nothing was sent and nothing was learned."""

    account: str
    until: datetime


class Carrier(Protocol):
    """Who carries requests out (fetch.client.Fetcher)."""

    async def send(self, request: Request, now: datetime) -> Response | NoResponse: ...


class Decoder(Protocol):
    """Who reads documents (run.polling.parser_pool.Parser)."""

    async def decode(self, request: Decode) -> Decoded | DecodeError: ...


class Checker:
    """Checks accounts. `clock` gives the instant of each check; the rest is what the checks are made with."""

    def __init__(self, carrier: Carrier, decoder: Decoder, clock: Callable[[], datetime]) -> None:
        self._carrier = carrier
        self._decoder = decoder
        self._clock = clock

    async def check(
        self, account: str, url: str, routes: Sequence[Manifest], memory: Memory, brand: Collection[str] = ()
    ) -> Check | Postponed:
        """One check of `account` by the first route that fits it and is not barred; without one it is `manual`.

        `brand` are the hosts of its brand.
        """
        at = self._clock()
        if not routes or not routes[0].activity:
            why = routes[0].why if routes else "no connector reads this network"
            return Check(account, at, "", 0, Failure(Outcome.MANUAL, why))
        fitting = [route for route in routes if route.names(url.strip()) is not None] or routes[-1:]
        found = await self._check(account, url, fitting[0], memory, at, brand)
        for other, barred in zip(fitting[1:], fitting, strict=False):
            if isinstance(found, Check) and not _is_barred(found, barred):
                break
            if isinstance(found, Check):
                _log.warning(
                    "%s: %s failed (%s), %s is asked instead", account, barred.id, found.result.detail, other.id
                )
            found = await self._check(account, url, other, memory, at, brand)
        return found

    async def _check(
        self, account: str, url: str, manifest: Manifest, memory: Memory, at: datetime, brand: Collection[str]
    ) -> Check | Postponed:
        conversation = _Conversation(self._carrier, self._decoder, manifest.questions)
        try:
            result = await conversation.drive(observe(manifest, url, memory, at, brand), at)
        except _MEANT:
            raise
        except BaseException as error:  # one bad account never stops the rest
            trace = secrets.token_hex(4)
            _log.exception("check of %s failed unexpectedly [%s]", account, trace)
            result = Failure(Outcome.TEMPORARY, f"unexpected {type(error).__name__}, see the log at [{trace}]")
        if conversation.sent == 0 and conversation.postponed_until is not None:
            return Postponed(account, conversation.postponed_until)
        return Check(account, at, conversation.host, conversation.sent, result)


def _is_barred(check: Check, route: Manifest) -> bool:
    """Whether the route did not lead to the account; one with a key may know the key's owner only, and not this one."""
    if not isinstance(check.result, Failure):
        return False
    outcome = check.result.outcome
    return outcome in _BARRED or (outcome is Outcome.CHANGED_FORMAT and route.key is not None)


class _Conversation:
    """What one check has done so far: the host it asked first, and how many requests were sent.

    A check is begun only where the network's budget leaves what it usually takes: `questions`.
    """

    def __init__(self, carrier: Carrier, decoder: Decoder, questions: int) -> None:
        self._carrier = carrier
        self._decoder = decoder
        self._questions = questions
        self.host = ""
        self.sent = 0
        self.postponed_until: datetime | None = None

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
        request = step if self.sent else replace(step, reserve=self._questions)
        answer = await self._carrier.send(request, now)
        if isinstance(answer, NoResponse) and answer.why is Refusal.HELD:
            self.postponed_until = answer.retry_at
        else:
            self.sent += 1
        return answer
