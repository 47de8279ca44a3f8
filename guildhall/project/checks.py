"""System checks of an installation."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


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
