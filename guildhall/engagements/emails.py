"""Notices about follow-ups and asking first; the wording lies in the templates beside."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from guildhall.employers.models import Contact
from guildhall.engagements.models import (
    Ask,
    CoSigner,
    Engagement,
    FollowUp,
    GuestLink,
    GuestWord,
    Liaison,
    NoticeChoice,
    TemperatureCheck,
)
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Person
from guildhall.people.queries import territory


def link_to(name: str, *args: Any) -> str:
    """The full address of a page, for an e-mail."""
    return settings.PUBLIC_URL + reverse(name, args=args)


def _text(template: str, **context: Any) -> str:
    return render_to_string(f"engagements/email/{template}.txt", {"territory": territory(), **context})


def tell_owner(row: FollowUp, *, by: Person) -> None:
    """Tell somebody that a follow-up is theirs now."""
    text = _text("follow_up_given", row=row, by=by, link=link_to("follow-up", row.pk))
    _send(row.owner.email, f"For you: {row.what}", text, row)


def tell_asker(row: FollowUp, how: str, *, by: Person, words: str) -> None:
    """Tell whoever asked that it is reported as done, or cancelled."""
    assert row.asker is not None
    template, subject = {
        "reported": ("follow_up_reported", "Please confirm: %s"),
        "cancelled": ("follow_up_cancelled", "Cancelled: %s"),
    }[how]
    text = _text(template, row=row, by=by, words=words, link=link_to("follow-up", row.pk))
    _send(row.asker.email, subject % row.what, text, row)


def tell_bounced(row: FollowUp, *, who: str, words: str) -> None:
    """Tell the owner that it came back."""
    text = _text("follow_up_bounced", row=row, who=who, words=words, link=link_to("follow-up", row.pk))
    _send(row.owner.email, f"Not done yet: {row.what}", text, row)


def ask_employer(row: FollowUp, contact: Contact, secret: str, *, by: Person) -> None:
    """Ask the employer's contact to confirm, by a link without signing in."""
    text = _text("follow_up_link", row=row, contact=contact, by=by, link=link_to("follow-up-link", secret))
    subject = f"Is this done? {row.what}"
    hand_over(contact.email, subject, text, kind="follow-up link", scope=row.scope, confidential=True)


def _send(to: str, subject: str, text: str, row: FollowUp) -> None:
    hand_over(to, subject, text, kind="follow-up", scope=row.scope, key=f"follow-up:{row.pk}:{row.version}:{to}")


# ── Asking together ──────────────────────────────────────────────────


def tell_joined(ask: Ask, signer: CoSigner) -> None:
    """Tell whoever planned an ask that another institution asks with them."""
    text = _text("ask_joined", ask=ask, signer=signer, link=link_to("employer", ask.employer_id))
    subject = f"{signer.institution} asks {ask.employer.name} together with you"
    _about(ask.by.email, subject, text, ask, f"joined:{signer.pk}")


def tell_co_signer(ask: Ask, signer: CoSigner, *, by: Person, reason: str) -> None:
    """Tell a co-signer that the ask is withdrawn."""
    link = link_to("employer", ask.employer_id)
    text = _text("ask_withdrawn", ask=ask, signer=signer, by=by, reason=reason, link=link)
    _about(signer.person.email, f"Withdrawn: {ask.purpose}", text, ask, f"withdrawn:{signer.pk}")


def tell_carried_out(ask: Ask, signer: CoSigner, engagement: Engagement) -> None:
    """Tell a co-signer what came of it."""
    link = link_to("engagement", ask.employer_id, engagement.pk)
    text = _text("ask_done", ask=ask, signer=signer, engagement=engagement, link=link)
    _about(signer.person.email, f"Done together: {ask.purpose}", text, ask, f"done:{signer.pk}")


def _about(to: str, subject: str, text: str, ask: Ask, key: str) -> None:
    hand_over(to, subject, text, kind="ask", scope=ask.scope, key=key)


# ── Digests ──────────────────────────────────────────────────────────


def send_digest(person: Person, parts: Iterable[tuple[str, Iterable[Any], int]], today: date) -> None:
    """One e-mail with what is new to somebody, under the headings of its subjects."""
    told = [
        (NoticeChoice.Subject(subject).label, [(line.words, link_to(line.page, line.pk)) for line in lines], more)
        for subject, lines, more in parts
    ]
    text = _text("digest", person=person, parts=told, link=link_to("today"), choose=link_to("notices"))
    n = sum(len(lines) for _label, lines, _more in told)
    subject = f"{n} thing waits for you" if n == 1 else f"{n} things wait for you"
    key = f"digest:{person.pk}:{today.isoformat()}"
    hand_over(person.email, subject, text, kind="digest", scope=OPEN, key=key, confidential=True)


# ── Temperature, guests ──────────────────────────────────────────────


def ask_temperature(check: TemperatureCheck, contact: Contact, secret: str) -> None:
    """One question, one tap."""
    text = _text("temperature", check=check, contact=contact, link=link_to("temperature-link", secret))
    subject = f"How is it going with {check.institution}?"
    hand_over(contact.email, subject, text, kind="temperature", scope=check.scope, confidential=True)


def bring_in(link: GuestLink, secret: str) -> None:
    """The link for a colleague without an account."""
    text = _text("guest", guest=link, link=link_to("guest", secret))
    subject = f"{link.by} asks you about {link.employer.name}"
    hand_over(link.email, subject, text, kind="guest", scope=link.scope, confidential=True)


def tell_guest_word(link: GuestLink, word: GuestWord) -> None:
    """Tell whoever brought a guest in what the guest answered."""
    page = link_to("employer-relationship", link.employer_id)
    text = _text("guest_word", guest=link, word=word, link=page)
    subject = f"{link.name} answered about {link.employer.name}"
    hand_over(link.by.email, subject, text, kind="guest", scope=link.scope, key=f"guest-word:{word.pk}")


# ── Asking first ─────────────────────────────────────────────────────


def put_request(liaison: Liaison, person: Person, *, because: str) -> None:
    """Tell somebody that a request waits for them; the link leads to the page, and answers nothing by itself."""
    text = _text("liaison_put", liaison=liaison, person=person, because=because, link=link_to("liaison", liaison.pk))
    subject = f"{liaison.asked_by} asks before contacting {liaison.employer.name}"
    key = f"liaison:{liaison.pk}:{person.pk}"
    hand_over(person.email, subject, text, kind="ask first", scope=liaison.scope, key=key)


def tell_answer(liaison: Liaison) -> None:
    """Tell the asker what the answer is."""
    text = _text("liaison_answered", liaison=liaison, link=link_to("liaison", liaison.pk))
    subject = f"Your request about {liaison.employer.name} was answered"
    key = f"liaison:{liaison.pk}:answer"
    hand_over(liaison.asked_by.email, subject, text, kind="ask first", scope=liaison.scope, key=key)
