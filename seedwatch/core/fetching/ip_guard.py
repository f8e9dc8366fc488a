"""SSRF guard: may this address be connected to? A crawler that follows strangers' links must not become their
arm (server-side request forgery).

Check the address that is connected, after resolution: a check of the text catches 18 % of 370 forbidden
spellings. IPv4 hidden in IPv6 is unwrapped first; then everything is refused that is not public unicast by
`ipaddress` or by a dated table, which also holds what that module misses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from ada_url import URL, HostType

from seedwatch.core.errors import InputError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class AddressVerdict:
    """allowed, and why in a few words."""

    allowed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Permit:
    """A network that may be reached although it is not public. port None: at any port."""

    network: Network
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Permits:
    """What the owner opened, for tests and intranets."""

    permits: tuple[Permit, ...] = ()

    @classmethod
    def parse(cls, texts: tuple[str, ...] | list[str]) -> Permits:
        """From "127.0.0.0/8", "10.0.0.0/8:8080", "192.0.2.7", "[fd00::/8]:8080". Raises InputError."""
        return cls(tuple(_read_permit(text) for text in texts))

    def covers(self, address: Address, port: int | None) -> bool:
        """Whether a permit holds. port None: not known here, any permit of the address holds."""
        return any(
            address.version == permit.network.version
            and address in permit.network
            and (port is None or permit.port in {None, port})
            for permit in self.permits
        )

    def __bool__(self) -> bool:
        return bool(self.permits)


NO_PERMITS = Permits()
_PERMIT = re.compile(
    r"\[([0-9A-Fa-f:.]+(?:/\d{1,3})?)\](?::(\d{1,5}))?|([\d.]+(?:/\d{1,2})?)(?::(\d{1,5}))?"
    r"|([0-9A-Fa-f:.]+(?:/\d{1,3})?)"
)


def _read_permit(text: str) -> Permit:
    match = _PERMIT.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        port = match[2] or match[4]
        permit = Permit(
            ip_network(match[1] or match[3] or match[5], strict=False), int(port) if port else None
        )
        if permit.port is not None and not 0 < permit.port < 65_536:
            raise ValueError(text)
    except ValueError as error:
        raise InputError(
            f"not a network: {text!r}", "Write 127.0.0.0/8, 10.1.2.3:8080 or [fd00::/8]:8080."
        ) from error
    return permit


#: Not public unicast by the IANA special-purpose registries, or not to be contacted for other good reasons.
#: As of 2026-11-20. Kept whole where `ipaddress` knows a part only: its tables change with Python's version.
_REFUSED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared address space"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "platform service of a cloud"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "6to4 relay, deprecated"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("64:ff9b:1::/48", "local translation"),
    ("2001::/23", "protocol assignments"),
    ("2001:db8::/32", "documentation"),
    ("3fff::/20", "documentation"),
    ("::1/128", "loopback"),
    ("::/128", "unspecified"),
    ("100::/63", "discard-only"),
    ("5f00::/16", "segment routing"),
    ("fc00::/7", "unique local"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local, deprecated"),
    ("ff00::/8", "multicast"),
)
#: All of IPv6 that is handed out for public use.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_MAPPED = IPv6Network("::ffff:0:0/96")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")


@cache
def _forbidden_networks() -> tuple[tuple[Network, str], ...]:
    return tuple((ip_network(network), reason) for network, reason in _REFUSED)


def classify_address(
    address: str | Address, permits: Permits = NO_PERMITS, port: int | None = None
) -> AddressVerdict:
    """The verdict on an address to connect to. port: when known; then it must be one for web servers too.

    A string that is no address is refused.
    """
    if isinstance(address, str):
        try:
            address = ip_address(address.partition("%")[0])
        except ValueError:
            return AddressVerdict(False, "not an address")
    inner = unwrap(address)
    if permits.covers(inner, port) or permits.covers(address, port):
        return AddressVerdict(True, "permitted by the settings")
    reason = _why_not_public(inner)
    if reason is not None:
        return AddressVerdict(False, f"{inner} is {reason}")
    return _check_port(port) if port is not None else AddressVerdict(True, "public address")


def unwrap(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for (mapped, compatible, NAT64, 6to4), else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _MAPPED or address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return address


def _why_not_public(address: Address) -> str | None:
    for network, reason in _forbidden_networks():
        if address.version == network.version and address in network:
            return reason
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return "not global unicast"
    return None if address.is_global and not address.is_multicast else "not public"


#: Ports below 1024 that serve the web, and those above that speak other protocols.
_WEB_PORTS = frozenset({80, 81, 443, 591})
_OTHER_SERVICES = frozenset(
    {1080, 1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3128, 3306, 3389, 3659, 4045,
     4190, 4369, 5060, 5061, 5432, 5672, 5900, 5984, 5985, 5986, 6000, 6379, 6443, 6566, 6665, 6666, 6667,
     6668, 6669, 6679, 6697, 7001, 8020, 8086, 8125, 8500, 9042, 9092, 9200, 9300, 10_080, 10_250, 11_211,
     27_017, 27_018, 50_070}
)  # fmt: skip


def _check_port(port: int) -> AddressVerdict:
    if port in _WEB_PORTS or (port >= 1024 and port not in _OTHER_SERVICES):
        return AddressVerdict(True, "public address")
    return AddressVerdict(False, f"port {port} is not one of the web")


#: Names that never lead to the public web, whatever a resolver says.
_LOCAL_NAMES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "onion",
)
_METADATA_NAMES = frozenset({"metadata", "instance-data", "kubernetes.default", "kubernetes.default.svc"})


def classify_url(url: str, permits: Permits = NO_PERMITS) -> AddressVerdict:
    """The verdict on a URL, read as browsers read it: 0x7f.1, 2130706433 and full-width digits are loopback.

    For a name it only says that nothing speaks against resolving it: check what it resolves to.
    """
    try:
        parsed = URL(url.strip())
    except (ValueError, UnicodeError):
        return AddressVerdict(False, "not a web address")
    if parsed.protocol not in {"http:", "https:"}:
        return AddressVerdict(False, f"scheme {parsed.protocol[:20]} is not fetched")
    port = int(parsed.port) if parsed.port else 443 if parsed.protocol == "https:" else 80
    if parsed.host_type is not HostType.DEFAULT:
        return classify_address(parsed.hostname.strip("[]"), permits, port)
    return _check_name(parsed.hostname.rstrip(".").lower(), permits, port)


def _check_name(name: str, permits: Permits, port: int) -> AddressVerdict:
    if name == "localhost" or name.endswith(".localhost"):
        return classify_address("127.0.0.1", permits, port)
    if permits:
        return AddressVerdict(True, "a name: what it resolves to is judged")
    is_local = any(name == local or name.endswith("." + local) for local in _LOCAL_NAMES)
    if is_local or name in _METADATA_NAMES or "." not in name:
        return AddressVerdict(False, "a name of a local network")
    verdict = _check_port(port)
    return AddressVerdict(True, "a name: what it resolves to is judged") if verdict.allowed else verdict
