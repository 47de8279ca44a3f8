"""Mailings as lists and pages: what waits, who gets it, how it reads for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString, mark_safe

from guildhall.lib.lines import one_line
from guildhall.mailings.letters import as_html
from guildhall.mailings.merge_fields import filled
from guildhall.mailings.models import Mailing, Reason, Recipient, StudentRecipient
from guildhall.mailings.queries.candidates import known_still
from guildhall.mailings.queries.filling import Reader, letter_source, values_of
from guildhall.mailings.queries.leaving import carried_with, travelers_of
from guildhall.mailings.queries.parties import Candidate
from guildhall.mailings.queries.students import learner_of
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.students.querysets import places_of

VIEWS = {
    "open": ("draft", "waiting", "approved"),
    "on_its_way": ("scheduled", "sending"),
    "sent": ("sent",),
    "stopped": ("stopped",),
}
State = Recipient.State


def whole(rows: Any) -> Any:
    """Mailings with everybody who had a part in them."""
    return rows.select_related("institution", "sender", "author", "approver", "sent_by", "travels_with__institution")


def list_of(person: Person, view: str) -> Any:
    """One list of the mailings that somebody sees."""
    return whole(Mailing.objects.visible_to(person).filter(state__in=VIEWS[view]))


def sizes(person: Person) -> dict[str, int]:
    """How long each list is."""
    rows = Mailing.objects.visible_to(person).order_by().values_list("state").annotate(n=Count("pk"))
    by_state = dict(rows)
    return {view: sum(by_state.get(state, 0) for state in states) for view, states in VIEWS.items()}


def reach_of(rows: Sequence[Mailing], person: Person) -> dict[Any, dict[str, int]]:
    """Of each mailing on a page how many get it and how many are held, among those whom a person may know of."""
    results: dict[Any, dict[str, int]] = {}
    for ledger in (Recipient, StudentRecipient):
        known = ledger.objects.filter(mailing__in=rows).known_to(person).order_by()
        counts = known.values_list("mailing").annotate(
            reached=Count("pk", filter=Q(state__in=(State.INCLUDED, State.SENT, State.CARRIED))),
            held=Count("pk", filter=Q(state=State.HELD)),
        )
        results |= {pk: {"reached": reached, "held": held} for pk, reached, held in counts}
    return results


def to_approve(person: Person) -> Any:
    """What waits for somebody's approval: others wrote it."""
    if not person.standing.holds(Permission.APPROVE_MAIL):
        return Mailing.objects.none()
    places = person.below(Permission.APPROVE_MAIL)
    rows = Mailing.objects.visible_to(person).waiting().filter(institution__in=places)
    return rows.exclude(author=person.pk).exclude(changed_by=person.pk)


def places_to_write(person: Person, *, to_students: bool = False) -> QuerySet[Institution]:
    """The institutions for which somebody writes bulk e-mail; to students where they see them."""
    rows = Institution.objects.visible_to(person).open().filter(pk__in=person.below(Permission.DRAFT_MAIL))
    rows = rows.filter(pk__in=places_of(person)) if to_students else rows
    return rows.order_by("name")


@dataclass(frozen=True, slots=True)
class Why:
    """Why some people do not get a mailing, and how many they are."""

    state: str
    reason: Reason
    count: int

    @property
    def words(self) -> Any:
        return self.reason.label


def reasons_of(mailing: Mailing, person: Person) -> list[Why]:
    """The reasons for which people are held or left out, the commonest first."""
    rows = mailing.ledger.known_to(person).exclude(reason="").order_by()
    counts = rows.values_list("state", "reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [Why(state, Reason(reason), n) for state, reason, n in counts]


def recipients_of(mailing: Mailing, person: Person, state: str = "", reason: str = "") -> Any:
    """The rows of a mailing, narrowed to a state or a reason."""
    rows = mailing.ledger.known_to(person)
    rows = rows.filter(state=state) if state in State.values else rows
    rows = rows.filter(reason=reason) if reason and reason in Reason.values else rows
    if mailing.to_students:
        return rows.select_related("registration", "source", "mailing__institution")
    others = ("stakeholder__employer", "stakeholder__person", "member__person", "member__board")
    long = ("contact__employer__search", "stakeholder__employer__search")
    return rows.select_related("contact__employer", *others).defer(*long)


# ── As one of them reads it ──────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reading:
    """A mailing filled in for one reader, for a page of ours."""

    name: str
    subject: str
    html: SafeString


def reader_of(mailing: Mailing, recipient: Any) -> Reader:
    """Somebody who reads it: a recipient, or somebody of whom nothing is known."""
    if mailing.to_students:
        return learner_of(mailing, recipient)
    if recipient:
        for one in known_still(mailing.author, [recipient]):
            return one
    return Candidate(mailing.pk, "", "", "", "", "")


def reading_of(mailing: Mailing, recipient: Any) -> Reading:
    """How a mailing reads for one recipient; the address of nobody is in it."""
    reader = reader_of(mailing, recipient)
    values = values_of(mailing, reader)
    travelers = travelers_of(mailing)
    source = letter_source(mailing, carried_with(mailing, travelers), travelers)
    shown = as_html(source, styled=False).replace(f'<img src="{escape(settings.PUBLIC_URL)}/', '<img src="/')  # ours
    inner = filled(shown, values, as_written=escape, only=values)
    subject = one_line(filled(mailing.subject, values, only=values))
    name = recipient.name if isinstance(recipient, StudentRecipient) else getattr(reader, "name", "")
    return Reading(name, subject, mark_safe(inner))  # noqa: S308  letters escape everything that was typed
