"""The private addresses that the operator opened, and to which request each is open.

    opened by                              what                          open to
    [fetch] allow_private = ["host:port"]  that host and port            own requests
    [fetch] allow_private = ["network"]    addresses in the network      own requests
    --allow-private                        the accounts' hosts and ports own requests, unpaced

An own request is one made from an account's URL. A redirect keeps the opening only while it stays on the host and port
of its request; nothing that an answer leads to is ever opened.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_network

from monitor.fetch.ip_ranges import Address, Network, private_name, special
from monitor.fetch.target import Refused, Target, parse
from monitor.model.http import NoResponse, Refusal


@dataclass(frozen=True, slots=True)
class Reach:
    """What one request may dial beside public addresses: any address, or those in some networks."""

    anywhere: bool = False
    networks: tuple[Network, ...] = ()

    def refusal(self, address: Address) -> str | None:
        """Why an address may not be dialled, None where it may."""
        if self.anywhere or any(address in network for network in self.networks):
            return None
        why = special(address)
        return None if why is None else f"leads to {address} ({why})"

    def refuses(self, target: Target) -> Refused | None:
        """Why a target may not be asked, by its text alone."""
        if target.address is not None:
            why = self.refusal(target.address)
        elif private_name(target.host) and not self.anywhere and not self.networks:
            why = f"names {target.host}, a host of a private network"
        else:
            why = None
        return None if why is None else Refused(why)


PUBLIC = Reach()


@dataclass(frozen=True, slots=True)
class Openings:
    """All that was opened: hosts as "name:port", networks, and which hosts need no pacing."""

    hosts: frozenset[str]
    networks: tuple[Network, ...]
    commanded: frozenset[str]  # by --allow-private

    @classmethod
    def of(cls, allow_private: Collection[str], commanded: Collection[str]) -> Openings:
        """Read the entries of the settings and of the command. Raises ValueError with the entry that is neither."""
        hosts: set[str] = set()
        networks: list[Network] = []
        for entry in allow_private:
            try:
                networks.append(ip_network(entry, strict=False))
            except ValueError:
                hosts.add(_host(entry))
        by_command = frozenset(_host(entry) for entry in commanded if entry)  # "": an account without an address
        return cls(frozenset(hosts) | by_command, tuple(networks), by_command)

    def reach(self, target: Target, own: bool) -> Reach:
        """What a request for this target may dial."""
        if not own or not (self.hosts or self.networks):
            return PUBLIC
        return Reach(anywhere=target.at in self.hosts, networks=self.networks)


def refusal(at: str, reason: str) -> NoResponse:
    """The answer for a host that may not be asked, with what may be done about it."""
    detail = f"{at} {reason}; not asked. If it is meant, open it: [fetch] allow_private"
    return NoResponse(Refusal.BLOCKED_ADDRESS, detail)


def _host(entry: str) -> str:
    target = parse(f"http://{entry}/")
    if isinstance(target, Refused) or target.path != "/" or target.userinfo is not None:
        raise ValueError(
            f'allow_private: "{entry}" is neither host:port ("feeds.example.com:8080") nor a network ("10.0.0.0/8")'
        )
    return target.at
