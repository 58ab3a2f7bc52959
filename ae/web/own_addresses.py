"""The address by which others in the room reach this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address

import psutil

# Only a name for "somewhere outside": nothing is sent there.
_OUTSIDE = ("192.0.2.1", 9)
# Networks of containers and virtual machines, which end on this machine.
_VIRTUAL = ("docker", "br-", "veth", "virbr", "vboxnet", "vmnet")


def lan_address() -> str | None:
    """This machine's IPv4 address in its network, as text; None if it is in none."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_OUTSIDE)
        if leads_to_others(probe.getsockname()[0]):
            return probe.getsockname()[0]
    return first_of(_addresses_of_cards())


def first_of(cards: Iterable[tuple[str, str]]) -> str | None:
    """The first address that others can reach.

    Args:
        cards: the name and an IPv4 address of each network card.
    """
    return next(
        (
            address
            for name, address in cards
            if not name.startswith(_VIRTUAL) and leads_to_others(address)
        ),
        None,
    )


def leads_to_others(address: str) -> bool:
    """Whether an IPv4 address is one of a network, and not of this machine alone."""
    ip = IPv4Address(address)
    return not (ip.is_loopback or ip.is_link_local or ip.is_unspecified)


def _addresses_of_cards() -> list[tuple[str, str]]:
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    return [
        (name, card.address)
        for name, cards in psutil.net_if_addrs().items()
        for card in cards
        if card.family is socket.AF_INET and name in up
    ]
