"""How many checks may be under way at once, given how many files this process may open.

| files this process may open | checks at a time                                                    |
|-----------------------------|---------------------------------------------------------------------|
| enough                      | as many as the operator says                                        |
| fewer                       | as many as they suffice for, and it is said once                    |
| too few for a single one    | none: the cycle is not begun, rather than failing check by check    |
"""

from __future__ import annotations

import logging
import resource

from monitor.model.errors import Unavailable

_log = logging.getLogger(__name__)

RESERVE = 40  # files: the database, the parser's pipes, what libraries open late
PER_CHECK = 2  # files: a connection may be tried to two addresses at once


def checks_at_a_time(wanted: int, files: int) -> int:
    """For how many of the checks wanted at once so many files suffice; 0 where there are too few for any."""
    return max(0, min(wanted, (files - RESERVE) // PER_CHECK))


def capacity(wanted: int) -> int:
    """How many checks this process may make at once, at most those wanted.

    Says so where they are fewer. Raises Unavailable where there are none.
    """
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return wanted
    checks, enough = checks_at_a_time(wanted, files), wanted * PER_CHECK + RESERVE
    if checks == 0:
        raise Unavailable(
            f"this process may open only {files} files, too few to check anything: allow {enough} (ulimit -n)"
        )
    if checks < wanted:
        _log.warning(
            "this process may open only %d files: %d checks at a time instead of %d; allow %d (ulimit -n)",
            files, checks, wanted, enough,
        )  # fmt: skip
    return checks
