"""System checks of an installation."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, ProgrammingError, connection

from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.project import second_lock, sender_domain


@register(Tags.security, deploy=True)
def public_address_is_https(app_configs: Any, **_: Any) -> list[Warning]:
    """A public installation is served over HTTPS."""
    if settings.HTTPS:
        return []
    return [
        Warning("GUILDHALL_URL does not begin with https://: passwords would travel in the clear.", id="guildhall.W001")
    ]


@register(Tags.security, deploy=True)
def mail_leaves(app_configs: Any, **_: Any) -> list[Warning]:
    """A public installation can send mail."""
    if settings.SMTP is not None:
        return []
    return [Warning("EMAIL_URL is not set: e-mail is kept in the outbox and reaches nobody.", id="guildhall.W002")]


@register(Tags.security, deploy=True)
def senders_domain_is_known(app_configs: Any, **_: Any) -> list[Warning]:
    """The name servers tell receivers of our e-mail that it is ours: what they lack, where one answers."""
    if settings.SMTP is None:
        return []
    try:
        return [Warning(words, id="guildhall.W004") for words in sender_domain.lacking(sender_domain.resolver())]
    except sender_domain.Silent:
        words = "No name server answers from here, so SPF, DKIM and DMARC of the sender were not looked at."
        return [Warning(words, id="guildhall.W005")]


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs: Any, **_: Any) -> list[Warning]:
    """Behind the proxy that ends TLS, limits go by the addresses of the clients and not by the proxy's own."""
    if settings.PROXIES or not settings.HTTPS:
        return []
    return [
        Warning(
            "GUILDHALL_PROXIES is 0, but something before Guildhall ends TLS: everybody would have its address, and "
            "share its limits.",
            id="guildhall.W003",
        )
    ]


@register(Tags.security, deploy=True)
def nothing_is_invented(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """The demo's people have a password that everybody knows, and its mail page is open: neither is for the public."""
    results: list[CheckMessage] = []
    try:
        if (here := territory()) and here.demo:
            words = "This is the demo region: its mail page is open to everybody. Begin with an empty database."
            results.append(Error(words, id="guildhall.E001"))
        if known := Person.objects.filter(demo=True, is_active=True).count():
            words = f"{known} people of the demo can sign in with a password that everybody knows."
            results.append(Error(words, id="guildhall.E002"))
    except ProgrammingError:
        return []  # without tables there is no demo
    except DatabaseError as error:
        words = f"The database does not answer, so it is not known whether it holds a demo: {type(error).__name__}."
        results.append(Error(words, id="guildhall.E003"))
    return results


@register(Tags.security, deploy=True)
def second_lock_stands(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """The roles of the second lock on student records are there, and the software may take them on."""
    try:
        with connection.cursor() as cursor:
            statements = second_lock.lacking(cursor)
    except DatabaseError:
        return []  # that it does not answer is said above
    return [Error(second_lock.for_administrator(statements), id="guildhall.E004")] if statements else []
