"""What travels with an employer when it is shared: everything that hangs on it and is not kept back (A6, N2)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import (
    Ask,
    ContactLimit,
    Conversation,
    Ending,
    Engagement,
    FollowUp,
    RedTape,
    TemperatureCheck,
)
from guildhall.engagements.queries.corrections import corrections_of


@dataclass(frozen=True)
class Carried:
    """The engagements, how many of them stay, and the other words by kind."""

    engagements: int
    stay: int
    corrections: int  # earlier versions of what was logged: they stay with those who could read them
    words: list[tuple[str, list[str]]]


def carried(employer: Employer) -> Carried:
    """What colleges would read of an employer beside its facts and notes, in one statement."""
    of = {"employer": OuterRef("pk")}
    happened = Engagement.objects.standing().contacts().filter(**of)
    follow_ups = FollowUp.objects.filter(Q(engagement=None) | Q(engagement__stays_with=None), **of)
    approach = Contact.objects.current().filter(**of).exclude(approach="")
    lists: dict[str, tuple[str, Any, Any]] = {
        "follow_ups": (_("Follow-ups"), follow_ups, F("what")),
        "asks": (_("Asks planned"), Ask.objects.planned().filter(**of), F("purpose")),
        "doors": (_("Conversations under way"), Conversation.objects.filter(ended_at=None, **of), F("about")),
        "limits": (_("What they told us about contacts"), ContactLimit.objects.filter(**of), F("said")),
        "endings": (_("Ended relationships"), Ending.objects.filter(**of), _joined("reason", "lesson")),
        "red_tape": (_("Red tape taken off them"), RedTape.objects.open().filter(**of), F("what")),
        "words": (_("Temperature checks"), TemperatureCheck.objects.filter(**of).exclude(words=""), F("words")),
        "approach": (_("How to approach"), approach, _joined("family_name", "approach")),
    }
    by_key = {f"told_{name}": _texts(rows, said) for name, (_label, rows, said) in lists.items()}
    result = Employer.objects.filter(pk=employer.pk).values(
        happened=_number(happened),
        staying=_number(happened.exclude(stays_with=None)),
        corrected=_number(corrections_of(_identifiers()), by="object_type"),
        **by_key,
    )[0]
    words = [(label, [text for text in result[f"told_{name}"] if text]) for name, (label, _r, _s) in lists.items()]
    return Carried(
        result["happened"], result["staying"], result["corrected"], [(label, texts) for label, texts in words if texts]
    )


def _texts(rows: Any, said: Any) -> Any:
    return ArraySubquery(rows.order_by("pk").values(told_words=said))


def _joined(first: str, second: str) -> Any:
    return Concat(first, Value(": "), second, output_field=CharField())


def _identifiers() -> Any:
    """The identifiers, as text, of what was logged with the employer of the statement around the count."""
    rows = Engagement.objects.standing().contacts().filter(employer=OuterRef(OuterRef("pk")))
    return rows.values(text=Cast("pk", CharField()))


def _number(rows: Any, by: str = "employer") -> Any:
    count = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
