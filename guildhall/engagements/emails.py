"""Notices about follow-ups and asking first; the wording lies in the templates beside."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.employers.models import Contact
from guildhall.employers.queries.key_accounts import agreed_on, guards_of
from guildhall.employers.telling import reader_at_employer, tell_who_sees
from guildhall.engagements.models import (
    Ask,
    CoSigner,
    Engagement,
    FollowUp,
    GuestLink,
    GuestWord,
    Liaison,
    TemperatureCheck,
)
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee, Reader
from guildhall.people import events
from guildhall.people.emails import answered_by
from guildhall.people.events import Event
from guildhall.people.models import Person, PointOfContact
from guildhall.people.queries import points_of_contact, territory


def link_to(name: str, *args: Any) -> str:
    """The full address of a page, for an e-mail."""
    return settings.PUBLIC_URL + reverse(name, args=args)


def _tell(
    event: Event, people: Iterable[Person], template: str, about: Any, *, key: str, path: str, **words: Any
) -> None:
    """Tell colleagues of what happened with a record, as far as they see its employer."""
    words = {"territory": territory(), **words}
    tell_who_sees(event, people, f"engagements/email/{template}.txt", words, path=path, key=key, scope=about.scope)


def _write(to: Reader, template: str, about: Any, kind: str, **words: Any) -> None:
    """Write to somebody without an account, with a link that only its reader may open."""
    path, words = f"engagements/email/{template}.txt", {"territory": territory(), **words}
    answers = words["answers"].email if "answers" in words else ""
    hand_over(to, path, words, kind=kind, scope=about.scope, confidential=True, reply_to=answers)


def tell_owner(row: FollowUp, *, by: Person) -> None:
    """Tell somebody that a follow-up is theirs now."""
    _about_follow_up(events.FOLLOW_UP_GIVEN, row.owner, "follow_up_given", row, by=by)


def tell_asker(row: FollowUp, how: str, *, by: Person, words: str) -> None:
    """Tell whoever asked that it is reported as done, or canceled."""
    assert row.asker is not None
    event, template = {
        "reported": (events.FOLLOW_UP_REPORTED, "follow_up_reported"),
        "cancelled": (events.FOLLOW_UP_CANCELLED, "follow_up_cancelled"),
    }[how]
    _about_follow_up(event, row.asker, template, row, by=by, words=words)


def tell_redated(row: FollowUp, *, by: Person, reason: str) -> None:
    """Tell the other side that it gets another day."""
    for person in {row.owner, row.asker} - {by, None}:
        _about_follow_up(events.FOLLOW_UP_REDATED, person, "follow_up_redated", row, by=by, reason=reason)


def tell_bounced(row: FollowUp, *, who: str, words: str) -> None:
    """Tell the owner that it came back."""
    _about_follow_up(events.FOLLOW_UP_RETURNED, row.owner, "follow_up_bounced", row, who=who, words=words)


def _about_follow_up(event: Event, to: Person, template: str, row: FollowUp, **words: Any) -> None:
    key, path = f"follow-up:{row.pk}:{row.version}", reverse("follow-up", args=[row.pk])
    _tell(event, [to], template, row, key=key, path=path, row=row, **words)


def ask_employer(row: FollowUp, contact: Contact, secret: str, *, by: Person) -> None:
    """Ask the employer's contact to confirm, by a link without signing in."""
    link = link_to("follow-up-link", secret)
    words = {"row": row, "contact": contact, "by": by, "link": link, **answered_by(by, row.institution)}
    _write(reader_at_employer(contact), "follow_up_link", row, "follow-up link", **words)


# ── Asking together ──────────────────────────────────────────────────


def tell_joined(ask: Ask, signer: CoSigner) -> None:
    """Tell whoever planned an ask that another institution asks with them."""
    key, path = f"joined:{signer.pk}", _page_of(ask)
    _tell(events.ASK_JOINED, [ask.by], "ask_joined", ask, key=key, path=path, ask=ask, signer=signer)


def tell_co_signer(ask: Ask, signer: CoSigner, *, by: Person, reason: str) -> None:
    """Tell a co-signer that the ask is withdrawn."""
    words = {"key": f"withdrawn:{signer.pk}", "path": _page_of(ask), "ask": ask, "signer": signer}
    _tell(events.ASK_WITHDRAWN, [signer.person], "ask_withdrawn", ask, by=by, reason=reason, **words)


def tell_carried_out(ask: Ask, signer: CoSigner, engagement: Engagement) -> None:
    """Tell a co-signer what came of it."""
    path = reverse("engagement", args=[ask.employer_id, engagement.pk])
    words = {"key": f"done:{signer.pk}", "path": path, "ask": ask, "signer": signer, "engagement": engagement}
    _tell(events.ASK_CARRIED_OUT, [signer.person], "ask_done", ask, **words)


def _page_of(ask: Ask) -> str:
    return reverse("employer", args=[ask.employer_id])


# ── Digests ──────────────────────────────────────────────────────────


def send_digest(person: Person, parts: Iterable[tuple[Any, Sequence[Any], int]], today: date) -> None:
    """One e-mail with what is new to somebody, under its headings; each line has its words and its path."""
    results = [
        (label, [(line.words, settings.PUBLIC_URL + line.path) for line in lines], more) for label, lines, more in parts
    ]
    words = {"person": person, "parts": results, "link": link_to("today"), "choose": link_to("notice-choices")}
    words["count"] = sum(len(lines) for _label, lines, _more in results)
    key = f"digest:{person.pk}:{today.isoformat()}"
    hand_over(person, "engagements/email/digest.txt", words, kind="digest", scope=OPEN, key=key, confidential=True)


# ── Temperature, guests ──────────────────────────────────────────────


def tell_low_temperature(check: TemperatureCheck) -> None:
    """Tell whoever looks after an employer, and whoever asked, that it goes badly; else who answers employers (N13)."""
    people = [person for person in (check.employer.owner, check.by) if person]
    if not people:
        points = points_of_contact([check.institution], PointOfContact.Kind.EMPLOYERS)
        people = list(points.get(check.institution_id, []))
    key, path = f"temperature:{check.pk}", reverse("employer", args=[check.employer_id])
    _tell(events.TEMPERATURE_LOW, people, "temperature_low", check, key=key, path=path, check=check)


def ask_temperature(check: TemperatureCheck, contact: Contact, secret: str) -> None:
    """One question, one tap."""
    assert check.by is not None
    words = {"check": check, "contact": contact, "link": link_to("temperature-link", secret)}
    words |= answered_by(check.by, check.institution)
    _write(reader_at_employer(contact), "temperature", check, "temperature", **words)


def bring_in(link: GuestLink, secret: str) -> None:
    """The link for a colleague without an account."""
    words = {"guest": link, "link": link_to("guest", secret), **answered_by(link.by, link.institution)}
    _write(Addressee(link.email), "guest", link, "guest", **words)


def tell_guest_word(link: GuestLink, word: GuestWord) -> None:
    """Tell whoever brought a guest in what the guest answered."""
    key, path = f"guest-word:{word.pk}", reverse("employer-relationship", args=[link.employer_id])
    _tell(events.GUEST_ANSWERED, [link.by], "guest_word", link, key=key, path=path, guest=link, word=word)


def tell_contacted(engagement: Engagement, contact: Contact, *, by: Person, brought_by: Person | None = None) -> None:
    """Tell whoever answers for a protected contact that a colleague contacted them without asking, and why (C11).

    What `brought_by` brings out of a list is told only where the contact was protected on its day, and had not agreed.
    """
    guards = guards_of(contact)
    if brought_by:
        guards = guards.filter(since__lte=engagement.happened_on)
        if agreed_on(contact, by, engagement.happened_on):
            return
    people = {person for guard in guards for person in (guard.operator, guard.deputy) if person}
    key, path = f"contacted:{engagement.pk}:{contact.pk}", reverse("employer-contacts", args=[contact.employer_id])
    words = {"engagement": engagement, "contact": contact, "by": by}
    people -= {by, brought_by}
    _tell(events.CONTACTED_ANYWAY, people, "contacted", engagement.employer, key=key, path=path, **words)


# ── Asking first ─────────────────────────────────────────────────────


def put_request(liaison: Liaison, person: Person, *, because: str) -> None:
    """Tell somebody that a request waits for them; the link leads to the page, and answers nothing by itself."""
    key, path = f"liaison:{liaison.pk}", reverse("liaison", args=[liaison.pk])
    words = {"liaison": liaison, "because": because}
    _tell(events.CONTACT_ASKED, [person], "liaison_put", liaison, key=key, path=path, **words)


def tell_answer(liaison: Liaison) -> None:
    """Tell the asker what the answer is."""
    key, path = f"liaison:{liaison.pk}:answer", reverse("liaison", args=[liaison.pk])
    _tell(events.CONTACT_ANSWERED, [liaison.asked_by], "liaison_answered", liaison, key=key, path=path, liaison=liaison)
