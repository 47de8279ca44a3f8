"""What a row that was mended has to do with the others of its list: the same as one of them, or of one employer."""

from collections.abc import Sequence

from django.db.models import Q

from guildhall.employers.matching.keys import Normal, normal_record
from guildhall.employers.matching.names import name_words
from guildhall.employers.matching.people import Named
from guildhall.imports import within
from guildhall.imports.actions.comparing import named
from guildhall.imports.kinds import Kind, record_of
from guildhall.imports.models import Row

MOST_ALIKE = 300  # rows of the list that are looked at beside one


def compare_within_list(row: Row, kind: Kind) -> None:
    """A row in order now may repeat another one of its list, or be of the same employer: it was left out before."""
    others, normal = _like(row, kind), normal_record(record_of(kind, row.values))
    if kind.grouped:
        first, repeated = _employer_in_list(row, normal, others, kind)
    else:
        known = within.Employers()
        for one, its in [*others, (row, normal)]:
            known.add(one.pk, one.line, its, [one.values.get(key, "") for key in ("email", "contact_email")])
        repeated = next(((home, words) for pk, home, words in known.repeats() if pk == row.pk), None)
        first = repeated[0] if repeated else row.pk
    if repeated:
        row.status, row.repeats_id, row.note = Row.Status.REPEATED, *repeated
    row.together = first if repeated or kind.grouped else None
    if first != row.pk:
        Row.objects.filter(pk=first, together=None).update(together=first)


def _employer_in_list(
    row: Row, normal: Normal, others: Sequence[tuple[Row, Normal]], kind: Kind
) -> tuple[int, tuple[int, str] | None]:
    """The row that names the employer of a contact first, and the row that names the same person, if one does."""
    known = within.Contacts()
    for one, its in others:
        known.earlier(one.values.get(kind.named, ""), _people(one, kind), one.pk, one.line)
        known.group(one.pk, its)
    repeated = known.earlier(row.values.get(kind.named, ""), _people(row, kind), row.pk, row.line)
    group, _begins = known.group(row.pk, normal)
    return known.home_of(row.pk, group), repeated


def _people(row: Row, kind: Kind) -> list[Named]:
    return [named(one) for one in kind.people(row.values)]


def _like(row: Row, kind: Kind) -> list[tuple[Row, Normal]]:
    """The rows of the list that may be of the same employer: a word of its name, its telephone or its domain."""
    name = row.values.get(kind.named, "")
    word = max(name_words(name), key=len, default="")
    alike = Q(**{f"values__{kind.named}__icontains": word}) if word else Q(pk=None)
    for key in ("phone", "website", "employer_phone", "employer_website"):
        if value := row.values.get(key):
            alike |= Q(**{f"values__{key}": value})
    used = row.batch.rows.filter(alike, status__in=["new", "duplicate", "applied"]).exclude(pk=row.pk)
    return [(one, normal_record(record_of(kind, one.values))) for one in used.order_by("pk")[:MOST_ALIKE]]
