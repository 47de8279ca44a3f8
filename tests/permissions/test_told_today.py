"""Whoever is told of something by e-mail may read its notice as well: the two go by one answer (A1, N7)."""

from guildhall.engagements.queries.notices import readable
from guildhall.people.models import Notice, Person


def test_whoever_was_told_may_read_it(world):
    people = Person.objects.in_bulk(Notice.objects.values_list("person", flat=True))
    hidden = []
    for pk, person in people.items():
        rows = list(Notice.objects.filter(person=pk))
        hidden += [(row.event, str(person), row.words) for row, may in zip(rows, readable(person, rows), strict=True) if not may]
    assert Notice.objects.count() > 20
    assert hidden == []
