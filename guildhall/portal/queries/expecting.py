"""Which institutions say what employers may expect of them."""

from typing import Any

from guildhall.people.models import Institution, Person
from guildhall.portal.models import Expectation


def pages_of(person: Person) -> list[tuple[Institution, Expectation | None]]:
    """The colleges, districts and schools, each with its page if it has one."""
    kinds = [Institution.Kind.COLLEGE, Institution.Kind.DISTRICT, Institution.Kind.SCHOOL]
    rows: Any = Institution.objects.visible_to(person).open().filter(kind__in=kinds).order_by("name")
    pages = {one.institution_id: one for one in Expectation.objects.visible_to(person)}  # type: ignore[attr-defined]
    return [(row, pages.get(row.pk)) for row in rows[:300]]
