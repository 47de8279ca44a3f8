"""Notices about follow-ups and asking first; the wording lies in the templates beside."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
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
from guildhall.outbox.actions import Reader, hand_over
from guildhall.people.emails import answered_by
from guildhall.people.models import Person
from guildhall.people.queries import territory


def link_to(name: str, *args: Any) -> str:
    """The full address of a page, for an e-mail."""
    return settings.PUBLIC_URL + reverse(name, args=args)


def _write(to: Reader | str, template: str, about: Any, kind: str, *, key: str = "", **words: Any) -> None:
    """Write about a record; without a key the e-mail carries a link that only its reader may open."""
    path, words = f"engagements/email/{template}.txt", {"territory": territory(), **words}
    answers = words["answers"].email if "answers" in words else ""
    sent = {"kind": kind, "scope": about.scope, "key": key or None, "confidential": not key, "reply_to": answers}
    hand_over(to, path, words, **sent)


def tell_owner(row: FollowUp, *, by: Person) -> None:
    """Tell somebody that a follow-up is theirs now."""
    _about_follow_up(row.owner, "follow_up_given", row, by=by)


def tell_asker(row: FollowUp, how: str, *, by: Person, words: str) -> None:
    """Tell whoever asked that it is reported as done, or cancelled."""
    assert row.asker is not None
    template = {"reported": "follow_up_reported", "cancelled": "follow_up_cancelled"}[how]
    _about_follow_up(row.asker, template, row, by=by, words=words)


def tell_bounced(row: FollowUp, *, who: str, words: str) -> None:
    """Tell the owner that it came back."""
    _about_follow_up(row.owner, "follow_up_bounced", row, who=who, words=words)


def _about_follow_up(to: Person, template: str, row: FollowUp, **words: Any) -> None:
    key = f"follow-up:{row.pk}:{row.version}:{to.email}"
    _write(to, template, row, "follow-up", key=key, row=row, link=link_to("follow-up", row.pk), **words)


def ask_employer(row: FollowUp, contact: Contact, secret: str, *, by: Person) -> None:
    """Ask the employer's contact to confirm, by a link without signing in."""
    link = link_to("follow-up-link", secret)
    words = {"row": row, "contact": contact, "by": by, "link": link, **answered_by(by, row.institution)}
    _write(contact.email, "follow_up_link", row, "follow-up link", **words)


# ── Asking together ──────────────────────────────────────────────────


def tell_joined(ask: Ask, signer: CoSigner) -> None:
    """Tell whoever planned an ask that another institution asks with them."""
    link, key = link_to("employer", ask.employer_id), f"joined:{signer.pk}"
    _write(ask.by, "ask_joined", ask, "ask", key=key, ask=ask, signer=signer, link=link)


def tell_co_signer(ask: Ask, signer: CoSigner, *, by: Person, reason: str) -> None:
    """Tell a co-signer that the ask is withdrawn."""
    words = {"ask": ask, "signer": signer, "by": by, "reason": reason, "link": link_to("employer", ask.employer_id)}
    _write(signer.person, "ask_withdrawn", ask, "ask", key=f"withdrawn:{signer.pk}", **words)


def tell_carried_out(ask: Ask, signer: CoSigner, engagement: Engagement) -> None:
    """Tell a co-signer what came of it."""
    link = link_to("engagement", ask.employer_id, engagement.pk)
    words = {"ask": ask, "signer": signer, "engagement": engagement, "link": link}
    _write(signer.person, "ask_done", ask, "ask", key=f"done:{signer.pk}", **words)


# ── Digests ──────────────────────────────────────────────────────────


def send_digest(person: Person, parts: Iterable[tuple[str, Iterable[Any], int]], today: date) -> None:
    """One e-mail with what is new to somebody, under the headings of its subjects."""
    results = [
        (NoticeChoice.Subject(subject).label, [(line.words, link_to(line.page, line.pk)) for line in lines], more)
        for subject, lines, more in parts
    ]
    words = {"person": person, "parts": results, "link": link_to("today"), "choose": link_to("notices")}
    words["count"] = sum(len(lines) for _label, lines, _more in results)
    key = f"digest:{person.pk}:{today.isoformat()}"
    hand_over(person, "engagements/email/digest.txt", words, kind="digest", scope=OPEN, key=key, confidential=True)


# ── Temperature, guests ──────────────────────────────────────────────


def ask_temperature(check: TemperatureCheck, contact: Contact, secret: str) -> None:
    """One question, one tap."""
    words = {"check": check, "contact": contact, "link": link_to("temperature-link", secret)}
    _write(contact.email, "temperature", check, "temperature", **words, **answered_by(check.by, check.institution))


def bring_in(link: GuestLink, secret: str) -> None:
    """The link for a colleague without an account."""
    words = {"guest": link, "link": link_to("guest", secret), **answered_by(link.by, link.institution)}
    _write(link.email, "guest", link, "guest", **words)


def tell_guest_word(link: GuestLink, word: GuestWord) -> None:
    """Tell whoever brought a guest in what the guest answered."""
    page, key = link_to("employer-relationship", link.employer_id), f"guest-word:{word.pk}"
    _write(link.by, "guest_word", link, "guest", key=key, guest=link, word=word, link=page)


# ── Asking first ─────────────────────────────────────────────────────


def put_request(liaison: Liaison, person: Person, *, because: str) -> None:
    """Tell somebody that a request waits for them; the link leads to the page, and answers nothing by itself."""
    words = {"liaison": liaison, "person": person, "because": because, "link": link_to("liaison", liaison.pk)}
    _write(person, "liaison_put", liaison, "ask first", key=f"liaison:{liaison.pk}:{person.pk}", **words)


def tell_answer(liaison: Liaison) -> None:
    """Tell the asker what the answer is."""
    link, key = link_to("liaison", liaison.pk), f"liaison:{liaison.pk}:answer"
    _write(liaison.asked_by, "liaison_answered", liaison, "ask first", key=key, liaison=liaison, link=link)
