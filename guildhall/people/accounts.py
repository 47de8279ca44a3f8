"""How people sign in: the hooks of django-allauth.

Failed sign-ins are counted per device that an account uses, and for all its other devices together: so nobody can lock
another person out of the device that the person always uses (R28). Many people share one address of the network, so
that is only a far-off ceiling, and never holds for a device that is known.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from guildhall import context
from guildhall.context import in_language
from guildhall.people.actions.allowances import Limit
from guildhall.people.actions.persons import note_language
from guildhall.people.models import Person
from guildhall.people.queries import territory

DEVICE = "known_device"
NO_ADDRESS = "0.0.0.0"  # noqa: S104  written down where a socket of this machine has none; nothing listens there
WINDOW = 15 * 60  # seconds
JUST_NOW = 5 * 60
PER_DEVICE = Limit("failed sign-ins", 10, WINDOW)
PER_ACCOUNT = Limit("failed sign-ins on new devices", 10, WINDOW)
PER_ADDRESS = Limit("failed sign-ins from one address", 1_000, WINDOW)  # a whole campus may stand behind one


@dataclass(frozen=True)
class Installation:
    """What e-mail about an account calls this place, and where it is."""

    name: str
    domain: str


def installation() -> Installation:
    """The territory at its public address."""
    here = territory()
    return Installation(here.name if here else "Guildhall", urlsplit(settings.PUBLIC_URL).netloc)


class AccountAdapter(DefaultAccountAdapter):
    """Closed to sign-up; counts failed sign-ins fairly."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "Too many sign-ins failed from here. Wait 15 minutes, or reset your password."
        ),
        "email_password_mismatch": gettext_lazy(
            "That e-mail and password do not belong together. Check both and try again."
        ),
    }

    def validation_error(self, code: str, *args: Any) -> Any:
        """Too many attempts are answered as such, so that programs understand it as well (R28)."""
        if code == "too_many_login_attempts" and self.request is not None:
            self.request.wait_before_next = WINDOW
        return super().validation_error(code, *args)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return context.current().address or NO_ADDRESS

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try against its device or account; the address matters only for devices that are new."""
        account = hashlib.sha256((credentials.get("email") or "").strip().lower().encode()).hexdigest()[:16]
        device = known_device(request, account)
        request.sign_in_count = (PER_DEVICE, device) if device else (PER_ACCOUNT, account)  # type: ignore[attr-defined]
        limit, who = request.sign_in_count  # type: ignore[attr-defined]
        if not limit.take(who) or not (device or PER_ADDRESS.left(self.get_client_ip(request))):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Only what failed counts against the address, so that nobody who signs in waits for its row."""
        if request.sign_in_count[0] is PER_ACCOUNT:  # type: ignore[attr-defined]
            PER_ADDRESS.take(self.get_client_ip(request))

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        request.signed_in_now = user  # type: ignore[attr-defined]
        if not user.language:  # a cookie says what somebody chose in this browser, and that may be another's
            note_language(user, context.current().language)

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """In the language of the account, whoever asked for it; with our name and address, whatever `Host` says."""
        reader = Person.objects.filter(email__iexact=email).first() if isinstance(email, str) else None
        words = context | {"current_site": installation()}
        with in_language(reader.language if reader else ""):
            return super().render_mail(template_prefix, email, words, headers)

    def format_email_subject(self, subject: str) -> str:
        return f"[{installation().name}] {subject}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who typed the password a moment ago is not asked for it a second time, as when setting up the factor.

        Only a password counts, typed in this very session, which ends at sign-out and when the password changes:
        neither a link from an e-mail, nor a code, nor a browser that skips the code.
        """
        if any(_typed_just_now(record) for record in get_authentication_records(self.request, self.request.user)):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def _rollback_login_failed_rl_usage(self) -> None:
        if hasattr(self.request, "sign_in_count"):
            limit, who = self.request.sign_in_count
            limit.give_back(who)


def _typed_just_now(record: dict[str, Any]) -> bool:
    return record["method"] == "password" and 0 <= time.time() - record["at"] < JUST_NOW


def known_device(request: HttpRequest, account: str) -> str | None:
    """The identifier of a device on which this account has signed in before, or None."""
    try:
        device, _, known_account = Signer(salt=DEVICE).unsign(request.COOKIES.get(DEVICE, "")).partition(".")
    except BadSignature:
        return None
    return device if known_account == account else None


def note_session(request: HttpRequest) -> None:
    """Note that somebody is here, in one statement that writes at most once a minute, or when the browser changes."""
    agent = request.META.get("HTTP_USER_AGENT", "")[: UserSession._meta.get_field("user_agent").max_length]
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO usersessions_usersession AS kept
                   (user_id, session_key, ip, user_agent, created_at, last_seen_at, data)
               SELECT %(user)s, %(key)s, %(ip)s, %(agent)s, %(now)s, %(now)s, '{}'
               WHERE NOT EXISTS (  -- an upsert that changes nothing would lock the row all the same
                   SELECT FROM usersessions_usersession
                   WHERE session_key = %(key)s AND last_seen_at >= %(now)s - interval '1 minute'
                     AND (user_id, ip, user_agent) = (%(user)s, %(ip)s::inet, %(agent)s))
               ON CONFLICT (session_key) DO UPDATE
               SET user_id = EXCLUDED.user_id, ip = EXCLUDED.ip, user_agent = EXCLUDED.user_agent,
                   last_seen_at = EXCLUDED.last_seen_at""",
            {
                "user": request.user.pk,
                "key": request.session.session_key,
                "ip": get_adapter().get_client_ip(request),
                "agent": agent,
                "now": timezone.now(),
            },
        )


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """After a sign-in, mark this device as one that the account uses."""
    if person := getattr(request, "signed_in_now", None):
        account = hashlib.sha256(person.email.lower().encode()).hexdigest()[:16]
        device = known_device(request, account) or secrets.token_hex(8)
        response.set_cookie(
            DEVICE,
            Signer(salt=DEVICE).sign(f"{device}.{account}"),
            max_age=60 * 60 * 24 * 180,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
