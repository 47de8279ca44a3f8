"""Erasing a student, a parent or whoever signed for them from the education records of one institution (G2, G7).

The institution decides it. What happened stays, with its dates, numbers and digests, without who it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from guildhall.audit.models import Value
from guildhall.files import storage
from guildhall.files.actions import place as place_of_file
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Experience, SamePerson
from guildhall.stewardship.actions.erasing import erase_from_journal, identity, strike
from guildhall.stewardship.actions.papers import ENCODINGS, holds
from guildhall.stewardship.queries.education import education_types, of_education, students_near, ways_to_student
from guildhall.stewardship.queries.subjects import Model, declarations
from guildhall.students.actions.inviting import cut
from guildhall.students.models import Consent, ConsentRequest, Guardian, Registration, StudentLogin
from guildhall.supervision.actions.erasing import erase_signers
from guildhall.supervision.models import Link, Signature

NAMES: tuple[tuple[Model, str], ...] = (
    (Guardian, "name"),
    (ConsentRequest, "name"),
    (Signature, "signed_by"),
    (Link, "sent_to"),
)
SHORTEST = 5  # letters of a name that is looked for in words


@dataclass(frozen=True)
class Known:
    """Whom an address means at an institution: as a student, on which students' records they stand, by what names."""

    own: frozenset[UUID]  # registrations that are theirs
    near: frozenset[UUID]  # these, and those of students for whom they sign
    names: frozenset[str]


def known_at(place: Institution, address: str) -> Known:
    """Whom an address means at an institution; the caller is a keeper, or sees its students."""
    own = list(Registration.objects.filter(institution=place, email__iexact=address))
    names = {row.name for row in own}
    for model, column in NAMES:
        rows = model._base_manager.filter(institution=place, email__iexact=address)
        names.update(rows.values_list(column, flat=True))
    signed = Consent.objects.filter(institution=place, request__email__iexact=address)
    names.update(signed.values_list("signed_by", flat=True))
    near = students_near(place, address) | {row.pk for row in own}
    return Known(frozenset(row.pk for row in own), frozenset(near), frozenset(filter(None, names)))


@transaction.atomic
def erase_at(place: Institution, address: str, *, by: Person | None) -> int:
    """Erase whoever has an address from the education records of an institution; returns in how many rows.

    A name is struck out of what hangs on the students concerned, where it is written whole; the caller is a keeper.
    """
    if not address.strip():
        raise ValueError("Nobody has no address: it would mean everybody without one.")
    known, done = known_at(place, address), 0
    texts = sorted({address, *(name for name in known.names if " " in name and len(name) >= SHORTEST)}, key=len)
    whole = "|".join(re.escape(text) for text in reversed(texts))
    names = re.compile(rf"(?<!\w)(?:{whole})(?!\w)", re.IGNORECASE)
    done += _journal(place, texts, by)
    for model, ways in hanging():
        said = declarations()[model]
        rows = model._base_manager.filter(_either(ways, known.near), institution=place)
        columns = [n for n in (*said.of("words"), *said.of("identity")) if not _is_day(model, n)]
        if model in of_education():  # their own rows are emptied below
            columns = said.of("words")
        done += strike(rows, columns, names) if columns else 0
    done += _letters(place, texts, names)
    done += _signed_by_name(place, known) + _scans(place, address, known)
    done += _participations(place, known)
    done += _own_rows(place, address)
    return done


def _own_rows(place: Institution, address: str) -> int:
    done = 0
    for row in Registration.objects.filter(institution=place, email__iexact=address):
        cut(row)
        row.sign_in_ended_on = row.sign_in_ended_on or clock.today()
        row.save(update_fields=["sign_in_ended_on"])
    theirs: dict[str, Any] = {"institution": place, "email__iexact": address}
    ConsentRequest.objects.filter(**theirs).waiting().update(withdrawn_at=clock.now())
    Link.objects.filter(**theirs).live().update(revoked_at=clock.now())
    for model, columns in of_education().items():
        said = declarations()[model]
        rows = model._base_manager.filter(_either(columns, (address,), "iexact"), institution=place)
        keys = list(rows.values_list("pk", flat=True))
        done += identity(model, said, model._base_manager.filter(pk__in=keys))
        for marked, column in ((Registration, "given_name"), (Guardian, "name"), (ConsentRequest, "name")):
            if model is marked:  # a list shows them still
                marked._base_manager.filter(pk__in=keys).update(**{column: _("(name erased)")})
    StudentLogin.objects.filter(email__iexact=address, registrations=None).update(email="")
    return done


def _letters(place: Institution, texts: list[str], names: re.Pattern[str]) -> int:
    """Letters of the last year that speak of the institution's students call whom they are to by name."""
    columns = declarations()[OutgoingEmail].of("words")
    rows = OutgoingEmail.objects.filter(_either(columns, texts, "icontains"), behind__contains=[place.pk])
    return strike(rows, columns, names)


def _signed_by_name(place: Institution, known: Known) -> int:
    """Signatures on paper have no address: those under the names, on the papers of the students concerned."""
    rows = Signature.objects.filter(institution=place, paper__placement__registration__in=known.near)
    return erase_signers(rows.filter(_either(["signed_by"], known.names, "iexact")))


def _scans(place: Institution, address: str, known: Known) -> int:
    """Scans in whose bytes the address stands; a picture cannot be looked through."""
    needles = {address.lower().encode(code) for code in ENCODINGS}
    rows = Signature.objects.filter(institution=place, paper__placement__registration__in=known.near, erased_at=None)
    found = [
        row.pk
        for row in rows.exclude(file=None).select_related("file")
        if row.file and storage.exists(name := place_of_file(row.file)) and holds(name, needles)
    ]
    return erase_signers(Signature.objects.filter(pk__in=found))


def _participations(place: Institution, known: Known) -> int:
    """What lists said of them; that rows are of one person stays, for the figures."""
    done = 0
    for student, number in Registration.objects.filter(pk__in=known.own).values_list("student", "number"):
        rows = Experience.objects.filter(institution=place, student=student)
        done += rows.update(person=f"erased {student}", same_as="", person_name="", person_number="")
        alike = _either(["person_name"], known.names, "iexact") | (Q(person_number=number) if number else Q(pk__in=[]))
        rows = Experience.objects.filter(alike, institution=place, student=None, who=Experience.Who.STUDENT)
        done += rows.update(person_name="", person_number="")  # nobody has said that it is them: the figures stay
    SamePerson.objects.filter(_either(["name"], known.names, "iexact"), institution=place).delete()
    return done


def _journal(place: Institution, texts: list[str], by: Person | None) -> int:
    rows = Value.objects.filter(object_type__in=education_types(), entry__institution=place.pk)
    rows = rows.annotate(_b=Cast("before", models.TextField()), _a=Cast("after", models.TextField()))
    return erase_from_journal(rows.filter(_either(["_b", "_a"], texts, "icontains")), by)


def hanging() -> Iterator[tuple[Model, list[str]]]:
    """The models whose rows hang on students of an institution, with the ways there."""
    for model in declarations():
        if "institution" in {c.name for c in model._meta.concrete_fields} and (ways := ways_to_student(model)):
            yield model, ways


def _either(columns: Any, values: Any, how: str = "") -> Q:
    """Any of some columns has any of some values."""
    if not how:
        return reduce(or_, (Q(**{f"{name}__in": list(values)}) for name in columns), Q(pk__in=[]))
    return reduce(or_, (Q(**{f"{name}__{how}": one}) for name in columns for one in values), Q(pk__in=[]))


def _is_day(model: Model, name: str) -> bool:
    return isinstance(model._meta.get_field(name), models.DateField)
