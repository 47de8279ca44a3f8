"""The address of the network that a request came from (R28)."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

ONE_HOUSEHOLD = 64  # bits of an IPv6 address: whoever has one address has all that begin with these


def address_of(meta: Mapping[str, Any], proxies: int) -> str:
    """The client's address: what the outermost of our own `proxies` saw, or who connects to us where there are none.

    Every proxy adds at the right of X-Forwarded-For whom it saw; what stands further left comes from the client, who
    may write there what it likes. An IPv6 address stands for its whole /64. Empty where nothing can be read.
    """
    peer = str(meta.get("REMOTE_ADDR") or "")
    seen = [part for part in str(meta.get("HTTP_X_FORWARDED_FOR") or "").split(",") if part.strip()]
    if proxies and seen:
        return counted(seen[-min(proxies, len(seen))]) or counted(peer)
    return counted(peer)


def counted(text: str) -> str:
    """An address as it is counted, with or without a port; empty for what is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, ONE_HOUSEHOLD), strict=False).network_address)
    return str(address)
