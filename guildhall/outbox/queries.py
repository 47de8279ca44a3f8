"""Whether an e-mail that waited may still leave, as the apps above say (N7, C19); and what became of a sending."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, QuerySet

from guildhall.outbox.models import OutgoingEmail, Returned
from guildhall.store.blocks import among

Answer = Callable[[OutgoingEmail], bool]
Rule = Callable[[Sequence[OutgoingEmail]], Mapping[UUID, str]]
_answers: list[Answer] = []
_rules: dict[str, Rule] = {}


def ask_before_sending(answer: Answer) -> None:
    """Let an app be asked of every e-mail, at the moment at which it leaves."""
    if answer not in _answers:
        _answers.append(answer)


def may_leave(email: OutgoingEmail) -> bool:
    """Whether nobody says that its reader may not see any more what it speaks of."""
    return all(answer(email) for answer in _answers)


def ask_many_before_sending(kind: str, rule: Rule) -> None:
    """Let an app be asked of the e-mails of a kind, some dozens at once, no more than a second before they leave.

    It answers for those that may not leave with the reason in words; they are then `held`.
    """
    _rules[kind] = rule


def held_by_rules(emails: Iterable[OutgoingEmail]) -> dict[UUID, str]:
    """Which of some e-mails the rules of their kind forbid now, and why (C19)."""
    results: dict[UUID, str] = {}
    of_kind: dict[str, list[OutgoingEmail]] = defaultdict(list)
    for email in emails:
        of_kind[email.kind].append(email)
    for kind, rows in of_kind.items():
        if kind in _rules:
            results.update(_rules[kind](rows))
    return results


def sent_for(kind: str, reference: UUID) -> QuerySet[OutgoingEmail]:
    """The e-mails that a record asked for, such as those of one mailing, by the order in which they were queued."""
    return OutgoingEmail.objects.filter(kind=kind, reference=reference).order_by("id")


def letters_waiting(kind: str, reference: UUID) -> bool:
    """Whether any e-mail of a sending has not begun to leave: its reader is not at work yet, or it waits its turn."""
    return OutgoingEmail.objects.filter(kind=kind, reference=reference, state=OutgoingEmail.State.QUEUED).exists()


def counts_for(kind: str, references: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How many e-mails of each record are in which state; states without any are left out."""
    rows = OutgoingEmail.objects.filter(kind=kind, reference__in=list(references)).order_by()
    results: dict[UUID, dict[str, int]] = defaultdict(dict)
    for reference, state, count in rows.values_list("reference", "state").annotate(n=Count("pk")):
        results[reference][state] = count
    return dict(results)


def returned(addresses: Iterable[str]) -> dict[str, str]:
    """Of some addresses those whose owner complained, or that take no e-mail: by the address in lower case, the kind.

    Somebody who has looked at an address may have said that it is right all the same.
    """
    low = among({address.lower() for address in addresses}, "text")
    rows = Returned.objects.filter(address__in=low, settled_at=None).exclude(kind=Returned.Kind.SOFT).order_by("at")
    return dict(sorted(rows.values_list("address", "kind"), key=lambda row: row[1] == Returned.Kind.COMPLAINT))
