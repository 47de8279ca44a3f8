"""What a row that was mended has to do with the others of its list: the same as one of them, or of one employer."""

from collections.abc import Sequence

from django.db.models import Q

from guildhall.employers.matching.keys import Normal, normal_record
from guildhall.employers.matching.people import Named
from guildhall.imports import within
from guildhall.imports.actions.comparing import named
from guildhall.imports.kinds import Kind, record_of
from guildhall.imports.models import Row

MOST_ALIKE = 300  # rows of the list that are looked at beside one
MOST_WORDS = 4  # of its name, the longest ones


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
    """The rows of the list that may be of the same employer: surest clues first, until there are enough to look at."""
    used = row.batch.rows.filter(status__in=["new", "duplicate", "applied"]).exclude(pk=row.pk).order_by("pk")
    alike: dict[int, Row] = {}
    for clue in _clues(row, kind):
        if len(alike) == MOST_ALIKE:
            break
        alike |= {one.pk: one for one in used.filter(clue).exclude(pk__in=alike)[: MOST_ALIKE - len(alike)]}
    return [(one, normal_record(record_of(kind, one.values))) for _pk, one in sorted(alike.items())]


def _clues(row: Row, kind: Kind) -> list[Q]:
    """What another row of the same employer may have: a number or address of its own, a word of the name.

    Words are asked for as they are written, not as they are compared: "Mfg" stands nowhere as "manufacturing".
    """
    own = Q()
    for key in ("phone", "website", "ein", "email", "employer_phone", "employer_website"):
        if value := row.values.get(key):
            own |= Q(**{f"values__{key}": value})
    street, code = (row.values.get(key) or row.values.get(f"employer_{key}") or "" for key in ("street", "zip"))
    if street and code:
        number = street.partition(" ")[0] + " "
        own |= Q(values__street__startswith=number, values__zip=code)
        own |= Q(values__employer_street__startswith=number, values__employer_zip=code)
    words = sorted({word for word in row.values.get(kind.named, "").split() if len(word) > 2}, key=len, reverse=True)
    by_name = [Q(**{f"values__{kind.named}__icontains": word}) for word in words[:MOST_WORDS]]
    return [own, *by_name] if own else by_name
