"""What a row tells beside what the record holds of a candidate: nobody decides about what they are not shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers.actions.entering import NewContact
from guildhall.employers.matching.names import fold
from guildhall.employers.matching.people import MAYBE, SAME, Named, alike
from guildhall.employers.models import Employer
from guildhall.employers.queries.contacts import Known, people_of
from guildhall.engagements.models import ACT, Engagement
from guildhall.imports.kinds import Kind
from guildhall.imports.kinds.persons import called
from guildhall.imports.models import Row
from guildhall.people.models import Person
from guildhall.ui.dates import in_words

SHOWN = 3  # people or entries of the record beside a row
Side = tuple[str, str, Sequence[str]]  # what it is, in the list, in the record
PLACE = ("street", "street2", "city", "state", "zip")
PERSON = ("title", "email", "phone")
NAMES = ("legal_name", "trading_name")
NUMBERS = {"ein": "EIN", "license": "license", "source_id": "source"}


@dataclass(slots=True)
class Beside:
    """What the record holds of the candidates of some rows: their people, and what happened on the days of the rows."""

    kind: Kind
    people: Mapping[UUID, list[Known]]
    entries: Mapping[tuple[UUID, str], list[Engagement]] = field(default_factory=dict)

    @classmethod
    def of(cls, person: Person, kind: Kind, rows: Iterable[Row], employers: Iterable[UUID]) -> "Beside":
        """Looked up for all rows of a page at once."""
        ids, entries = set(employers), {}
        days = {day for row in rows if (day := row.values.get("happened_on"))}
        if ids and days:
            told = Engagement.objects.open_to(person).filter(employer__in=ids, happened_on__in=days)
            for entry in told.exclude(kind=ACT).select_related("contact", "by").order_by("pk"):
                entries.setdefault((entry.employer_id, entry.happened_on.isoformat()), []).append(entry)
        return cls(kind, people_of(ids) if ids else {}, entries)

    def sides(self, row: Row, employer: Employer) -> list[Side]:
        """What stands in the row, each with what the record has there; name and address always."""
        got = {key.removeprefix("employer_"): value for key, value in row.values.items() if value}
        labels = {f.key.removeprefix("employer_"): str(_(f.label)) for f in self.kind.fields}
        contacts = self.kind.people(row.values)
        sides = [self._name(got, employer), self._address(got, employer)]
        personal = _personal(self.kind, contacts)
        for key, label in labels.items():  # in the order of the fields: what is kept of a row has none
            if key in got and key not in ("name", *PLACE, *personal):
                sides.append((label, got[key], self._record(key, row, employer)))
        for one in contacts:
            sides += self._person(one, self.people.get(employer.pk, []))
        return sides

    def with_row(self, row: Row) -> list[Side]:
        """What stands in a row and in the one that it repeats, as far as either says something."""
        other = row.repeats.values if row.repeats else {}
        keys = [f.key for f in self.kind.fields if row.values.get(f.key) or other.get(f.key)]
        labels = {f.key: str(_(f.label)) for f in self.kind.fields}
        return [(labels[k], row.values.get(k, ""), [had] if (had := other.get(k)) else []) for k in keys]

    def _name(self, got: Mapping[str, str], employer: Employer) -> Side:
        return _("Name"), got.get("name", ""), [employer.name, *(n.name for n in employer.names.all())]

    def _address(self, got: Mapping[str, str], employer: Employer) -> Side:
        street = ", ".join(got[key] for key in ("street", "street2") if key in got)
        tail = " ".join(got[key] for key in ("state", "zip") if key in got)
        told = ", ".join(part for part in (street, got.get("city"), tail) if part)
        return _("Address"), told, [address for site in employer.sites.all() if (address := str(site.address))]

    def _record(self, key: str, row: Row, employer: Employer) -> Sequence[str]:
        """What the record has where a row tells something of the employer, or of what happened."""
        if key in NAMES:
            return [n.name for n in employer.names.all()]
        if key in NUMBERS:
            return [i.value for i in employer.identifiers.all() if i.scheme == NUMBERS[key]]
        facts: dict[str, Any] = {
            "website": employer.domain,
            "industry": employer.industry,
            "naics": employer.naics,
            "size": employer.staff_count,
            "phone": "; ".join(site.phone for site in employer.sites.all() if site.phone),
            "tags": "; ".join(tag.name for tag in employer.tags.all()),
            "notes": _("It comes beside the notes there."),
        }
        if key in facts:
            return [str(facts[key])] if facts[key] not in ("", None) else []
        if key == "with_whom":
            whom = [one.name for one in self.people.get(employer.pk, []) if fold(one.name) == fold(row.values[key])]
            return whom or [_("nobody of this name")]
        return self._entries(row, employer) if key == "happened_on" else []

    def _entries(self, row: Row, employer: Employer) -> list[str]:
        """What the timeline says of the day of a row."""
        entries = self.entries.get((employer.pk, row.values["happened_on"]), [])
        lines = [
            ", ".join(str(part) for part in (entry.kind_label, entry.summary, entry.contact, entry.by) if part)
            for entry in entries[:SHOWN]
        ]
        return [*lines, _more(len(entries) - SHOWN)] if len(entries) > SHOWN else lines

    def _person(self, one: NewContact, known: Sequence[Known]) -> list[Side]:
        """Somebody whom the row names, and whom it would join; the values of either, as far as a list may tell."""
        label, name = _("Contact person"), called([one])
        there = _whom(one, known)
        if there is None:
            return [(label, name, _others(known)), *((_label(k), v, ()) for k in PERSON if (v := getattr(one, k)))]
        words = there.name
        if there.left:
            words = _("%(name)s, left on %(day)s") % {"name": words, "day": in_words(there.to_date)}
        sides: list[Side] = [(label, name, [words])]
        return sides + [(_label(key), v, _of_known(key, v, there)) for key in PERSON if (v := getattr(one, key))]


def _personal(kind: Kind, contacts: Sequence[NewContact]) -> set[str]:
    """The fields that are shown with the people of a row."""
    keys = {f.key for f in kind.fields}
    if "contact_name" in keys:
        parts = ("name", "first_name", "last_name", *PERSON)
        return {f"contact_{part}" for part in parts} | ({"email"} if contacts else set())
    return {"full_name", "first_name", "last_name", *PERSON} if "full_name" in keys else set()


def _whom(one: NewContact, known: Sequence[Known]) -> Known | None:
    """The contact whom linking would join, surely or by that decision."""
    named = Named(one.given_name, one.family_name, one.email, one.phone, one.title)
    judged = [(alike(named, other.named)[0], other) for other in known]
    for wanted in (SAME, MAYBE):
        if there := [other for verdict, other in judged if verdict == wanted]:
            return min(there, key=lambda other: other.left)
    return None


def _others(known: Sequence[Known]) -> list[str]:
    """Who is there instead."""
    people = [other for other in known if not other.left]
    names = [", ".join(part for part in (other.name, other.title) if part) for other in people[:SHOWN]]
    words = [_("nobody of this name")]
    words += names
    return [*words, _more(len(people) - SHOWN)] if len(people) > SHOWN else words


def _of_known(key: str, value: str, there: Known) -> Sequence[str]:
    """What the record has: whoever reads a list is shown no address of anybody (N6)."""
    if there.protected and key != "title":
        return [_("protected by a key account")]
    had = getattr(there, key)
    if key == "title" or not had:
        return [had] if had else []
    return [_("the same") if had.casefold() == value.casefold() else _("another one")]


def _label(key: str) -> str:
    return {"title": _("Job title"), "email": _("E-mail"), "phone": _("Telephone")}[key]


def _more(n: int) -> str:
    return ngettext("and %(n)d more", "and %(n)d more", n) % {"n": n}
