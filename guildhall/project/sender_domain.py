"""What the name servers say of the domain that sends our e-mail: SPF, DKIM, DMARC (RFC 7208, 6376, 7489)."""

from collections.abc import Iterator
from email.utils import parseaddr

import dns.exception
import dns.name
import dns.rdata
import dns.resolver
from django.conf import settings

PATIENCE = 5  # seconds for all name servers together


class Silent(Exception):
    """No name server answers."""


def resolver() -> dns.resolver.Resolver:
    """The name servers of this machine."""
    try:
        found = dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration as error:
        raise Silent from error
    found.lifetime = PATIENCE
    return found


def lacking(servers: dns.resolver.Resolver) -> Iterator[str]:
    """What receivers of our e-mail will not find, each in a sentence. Raises `Silent` where nobody answers."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    if "." not in domain:
        yield f"GUILDHALL_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL}: no mail server takes e-mail from there."
        return
    yield from _spf(servers, domain)
    yield from _dkim(servers, domain)
    yield from _dmarc(servers, domain)
    back = settings.BOUNCE_ADDRESS.rpartition("@")[2] or domain
    if not _answers(servers, back, "MX"):
        yield f"{back} names no mail server (MX): answers and returned e-mail reach nobody."


def _spf(servers: dns.resolver.Resolver, domain: str) -> Iterator[str]:
    found = _texts(servers, domain, "v=spf1")
    if not found:
        yield f'{domain} has no SPF: say which servers send for it, such as "v=spf1 mx include:your-mail-service -all".'
    elif len(found) > 1:
        yield f"{domain} has {len(found)} SPF records: receivers take none of them. Join them into one."
    elif found[0].lower().split()[-1] in ("+all", "all"):
        yield f"The SPF of {domain} lets everybody send for it: let it end with -all or ~all."


def _dkim(servers: dns.resolver.Resolver, domain: str) -> Iterator[str]:
    if not settings.DKIM_SELECTORS:
        yield (
            "Whether DKIM signatures of your mail server can be checked is not known: name its selectors in "
            "GUILDHALL_DKIM_SELECTORS."
        )
    for selector in settings.DKIM_SELECTORS:
        name = f"{selector}._domainkey.{domain}"
        keys = [text for text in _texts(servers, name, "") if "p=" in text.replace(" ", "")]
        if not keys:
            yield f"{name} has no DKIM key: receivers cannot check the signature of your mail server."
        elif all("p=;" in f"{text.replace(' ', '')};" for text in keys):
            yield f"The DKIM key {name} is revoked: its p= is empty."


def _dmarc(servers: dns.resolver.Resolver, domain: str) -> Iterator[str]:
    labels = domain.split(".")
    names = [".".join(labels[n:]) for n in range(len(labels) - 1)]  # a domain above may speak for it
    found = next((texts for name in names if (texts := _texts(servers, f"_dmarc.{name}", "v=DMARC1"))), [])
    if not found:
        yield f'{domain} has no DMARC: begin with "v=DMARC1; p=none; rua=mailto:…" at _dmarc.{domain}.'
    elif len(found) > 1:
        yield f"_dmarc.{domain} has {len(found)} DMARC records: receivers take none of them."
    elif "p=none" in found[0].replace(" ", "").lower():
        yield f"The DMARC of {domain} asks for nothing (p=none): others may send in your name. Go on to p=quarantine."


def _texts(servers: dns.resolver.Resolver, name: str, begins: str) -> list[str]:
    found = [b"".join(row.strings).decode(errors="replace").strip() for row in _answers(servers, name, "TXT")]
    return [text for text in found if text.lower().startswith(begins.lower())]


def _answers(servers: dns.resolver.Resolver, name: str, kind: str) -> list[dns.rdata.Rdata]:
    try:
        return list(servers.resolve(name, kind))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Silent from error
