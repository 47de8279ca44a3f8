"""Choosing one of many people: by institution, one's own first."""

from collections.abc import Iterator
from typing import Any

from guildhall.people.models import Person
from guildhall.ui.naming import NamedField, RowsIterator


class ByPlace(RowsIterator):
    """The choices under the institutions' names; where all are of one, without."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        groups: dict[str, list[Any]] = {}
        for person in self.field.rows:  # type: ignore[attr-defined]
            groups.setdefault(str(getattr(person, "place", "")), []).append(self.choice(person))
        yield from groups.items() if len(groups) > 1 else [row for rows in groups.values() for row in rows]


class PeopleField(NamedField):
    """One of some people, in the order in which they are given; `place` of a person is the institution's name."""

    iterator = ByPlace

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Person.objects.none(), **more)
