"""Links and names in e-mail come from GUILDHALL_URL and the territory, whatever a request says of itself."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from django.core import mail
from django.http import HttpRequest
from django.test import Client, RequestFactory

from guildhall.people.models import Territory
from guildhall.project import middleware

pytestmark = pytest.mark.django_db

TEMPLATES = Path(allauth.__file__).parent / "templates"
PREFIXES = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_message.txt")
    for app in ("account", "mfa")
    for path in TEMPLATES.glob(f"{app}/email/*_message.txt")
    if "base" not in path.name
)


@pytest.fixture(autouse=True)
def _public(settings):
    settings.PUBLIC_URL = "https://guildhall.region.example"
    settings.ALLOWED_HOSTS = ["guildhall.region.example", "localhost"]


def reset(cast, host: str) -> str:
    """The e-mail that a reset sends, asked for under some host name."""
    mail.outbox.clear()
    answer = Client().post("/account/password/reset/", {"email": cast.people["mesa_wbl"].email}, HTTP_HOST=host)
    assert answer.status_code == 302
    return f"{mail.outbox[0].subject}\n{mail.outbox[0].body}"


def test_a_reset_link_leads_to_the_public_address(cast):
    Territory.objects.update(name="Two Rivers region")
    text = reset(cast, "localhost")
    assert "[Two Rivers region]" in text
    assert re.findall(r"https?://[^/\s]+", text) == ["https://guildhall.region.example"]
    assert "localhost" not in text


def test_a_link_that_follows_the_request_is_noticed(cast, monkeypatch):
    """The control."""
    monkeypatch.setattr(middleware, "public_address", HttpRequest.build_absolute_uri)
    assert "://localhost/" in reset(cast, "localhost")


# What allauth hands to one or another of its templates.
GIVEN = (
    "activate_url", "code", "deleted_email", "from_email", "to_email", "ip", "user_agent", "timestamp", "key",
    "password_reset_url", "signup_url", "email", "username",
)  # fmt: skip


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_mail_about_an_account_names_the_host_of_a_request(cast, prefix):
    request = RequestFactory().get("/", HTTP_HOST="localhost")
    request.user = cast.people["mesa_wbl"]
    with allauth_context.request_context(request):
        get_adapter(request).send_mail(prefix, request.user.email, dict.fromkeys(GIVEN, "x") | {"user": request.user})
    message = mail.outbox[0]
    assert "localhost" not in f"{message.subject}{message.body}"
    assert message.subject.startswith(f"[{Territory.objects.get().name}] ")


@pytest.mark.parametrize("path", ["/account/login/", "/healthz", "/look/x/", "/nothing/", "/account/password/reset/"])
def test_unknown_hosts_are_not_answered(cast, path):
    client = Client(raise_request_exception=False)
    assert client.get(path, HTTP_HOST="elsewhere.example").status_code == 400
    assert client.get(path, HTTP_HOST="elsewhere.example", HTTP_X_FORWARDED_HOST="localhost").status_code == 400
    assert client.get(path, HTTP_HOST="guildhall.region.example").status_code in (200, 404)
    client.post(path, {"email": cast.people["mesa_wbl"].email}, HTTP_HOST="elsewhere.example")
    assert not mail.outbox
