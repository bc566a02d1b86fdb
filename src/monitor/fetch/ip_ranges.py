"""Which addresses and names are private or special, as tables.

An address may be dialled when it is global by `ipaddress` *and* in none of the tables below: the standard library
before 3.11.10 calls some private ranges global, and some addresses are public on paper alone. Every form of IPv6 that
carries an IPv4 address inside (mapped, translated, 6to4, Teredo, NAT64) is refused whatever it carries.

The names only spare a pointless look-up: the address that a name leads to is checked where it is dialled.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Sources: the IANA registries of special-purpose addresses; the clouds' documentation.
_SPECIAL_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "a carrier's inner network"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's inner service"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved for protocols"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_UNICAST_V6 = IPv6Network("2000::/3")  # all that is assigned for the public; the rest is special by definition
_SPECIAL_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("2001::/23", "reserved for protocols"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "6to4"),
        ("3ffe::/16", "a former test network"),
        ("3fff::/20", "for documentation"),
    )
)
# Names of private networks, as the last labels of a name.
_PRIVATE_SUFFIXES = (
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "svc",
)
_SUFFIXES = tuple(f".{suffix}" for suffix in _PRIVATE_SUFFIXES)


def special(address: Address) -> str | None:
    """What makes an address private or special, as a word or two; None where it is public."""
    if isinstance(address, IPv4Address):
        why = next((why for network, why in _SPECIAL_V4 if address in network), None)
    elif address not in _UNICAST_V6:
        why = "private or special"
    else:
        why = next((why for network, why in _SPECIAL_V6 if address in network), None)
    if why is None and not address.is_global:
        why = "private or special"
    return why


def private_name(host: str) -> bool:
    """Whether a name is of a private network: a single label, or under one of the suffixes."""
    return "." not in host or host.endswith(_SUFFIXES)


def read(text: str) -> Address | None:
    """The address a resolver or socket names; None where it is none (a zone id is never taken)."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None
