from django.conf import settings
from django.urls import reverse

from guildhall.outbox.actions import hand_over
from guildhall.people.queries import territory
from guildhall.visitors.doors import Door
from guildhall.visitors.models import SignIn, Visitor


def mail_sign_in(door: Door, row: SignIn, visitor: Visitor, *, secret: str, code: str) -> None:
    """Mail a visitor the link and the code that sign in once. No secret stands in the subject: ledgers show it."""
    link = settings.PUBLIC_URL + reverse(f"{door.kind}-sign-in-link", args=[secret])
    words = {"link": link, "code": f"{code[:3]} {code[3:]}", "territory": territory(), "door": door}
    template = "visitors/email/sign_in.txt"
    details = {"kind": "visitor sign-in", "scope": visitor.scope, "key": f"sign-in:{row.pk}"}
    hand_over(visitor, template, words, confidential=True, **details)
