"""Erasing what is kept about one person: in the records, the journal, the mail, lists and papers (G7, R27)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from guildhall.agreements.actions import erasing as agreements
from guildhall.agreements.models import PartySignature, Revision
from guildhall.audit.models import Entry, Value
from guildhall.audit.recording import erase_names, erase_values
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import Copy, CopyAddress
from guildhall.lib import clock
from guildhall.lib.personal import Personal
from guildhall.outbox.models import OutgoingEmail, Suppression
from guildhall.partnerships.models import Follower
from guildhall.people.actions.photographs import forget_photograph
from guildhall.people.models import Allowance, Person
from guildhall.prospects.actions.vetting import end_ready_links
from guildhall.stewardship.actions.papers import forget_papers
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries.education import education_types, is_of_education
from guildhall.stewardship.queries.subjects import (
    LIBRARIES,
    Model,
    Subject,
    about,
    declarations,
    rows_naming,
    texts_of,
)
from guildhall.supervision.actions.erasing import erase_signers, note_struck
from guildhall.supervision.models import Paper, Signature

STRUCK = "[erased]"
WHY = "erased at the person's wish or because it was kept long enough"
GO_WHOLE = (Suppression, Copy, CopyAddress, Follower)  # nothing happened that would have to stay
BLOCK = 500  # rows written at once
# In place of the digest of a mailed secret: no secret has this one, and no two rows have the same.
NO_SECRET = Concat(models.Value("erased "), Cast("pk", models.CharField()))


@transaction.atomic
def erase_subject(subject: Subject, *, by: Person | None, everywhere: bool = True) -> int:
    """Erase what is kept about one person everywhere; returns in how many records.

    What happened stays, without who it was: rows keep their dates and counts, words lose names and addresses, and
    the journal loses values while its chain holds. Of people who share an address, only the address goes. Education
    records stay: `erasing_students` is for the institution that keeps them. All papers
    are looked through, or (not `everywhere`) those of the same employers. The caller has asked whether it may be done.
    """
    done = _journal(subject, by)
    for model, said in declarations().items():
        if model in (Entry, Value) or is_of_education(model):  # each institution decides about its own
            continue
        done += _words(subject, model, said)
    for model, said, rows in about(subject):
        if model not in (Entry, Value) and not is_of_education(model):
            done += identity(model, said, rows)
    for address in subject.addresses:
        done += Contact.objects.filter(email__iexact=address).update(email="")
    done += forget_papers(subject, everywhere=everywhere)
    renew_derived(subject.employers)
    return done


def identity(model: Model, said: Personal, rows: models.QuerySet[Any]) -> int:
    """Empty what names somebody in rows of a model, each in the way of its kind; returns how many rows."""
    if model._meta.label in LIBRARIES or model in GO_WHOLE:
        return int(rows.delete()[0])
    if model in OF_THEIR_APP:
        return OF_THEIR_APP[model](rows)
    if model is DataRequest:  # what an institution has not decided yet says whom it is about until then
        rows = rows.exclude(institution__isnull=False, state__in=DataRequest.UNDECIDED)
    if model is OutgoingEmail:  # what waits for them is not sent any more
        rows.filter(state=OutgoingEmail.State.QUEUED).update(state=OutgoingEmail.State.SUPPRESSED)
    names = said.of("identity") + [name for name in said.of("subject") if _is_address(model, name)]
    after = {name: unsaid(model, name) for name in names} | dict.fromkeys(said.of("link"), NO_SECRET)
    return int(rows.update(**after)) if after else 0


def emptied(model: Model, said: Personal) -> dict[str, Any]:
    """The values of a row that is struck out whole: nobody's name, and no words."""
    names = said.of("identity") + said.of("words")
    names += [name for name in said.of("subject") if _is_address(model, name)]
    return {name: _nothing(model._meta.get_field(name)) for name in names}


def _nothing(column: Any) -> Any:
    if isinstance(column, models.JSONField):
        return None if column.null else column.get_default() or {}
    return None if column.null else ""


def unsaid(model: Model, name: str) -> Any:
    """What an erasure puts into a column: nothing, or a mark where a constraint of the model asks for something."""
    column = model._meta.get_field(name)
    if not isinstance(column, (models.CharField, models.TextField)):
        return _nothing(column)
    asked: Any = (c.condition for c in model._meta.constraints if isinstance(c, models.CheckConstraint))
    return STRUCK if any(name in condition.referenced_base_fields for condition in asked) else ""


def _is_address(model: Model, name: str) -> bool:
    column: Any = model._meta.get_field(name)
    return isinstance(column, models.CharField) and not column.primary_key


def _contacts(rows: models.QuerySet[Any]) -> int:
    """A contact who is erased is a former one without a name; what was done with them stays where it is."""
    today, gone = clock.today(), _("(name erased)")
    rows.filter(Q(to_date=None) | Q(to_date__gt=today)).update(to_date=today)
    rows.filter(from_date__gt=models.F("to_date")).update(from_date=None)
    end_ready_links(list(rows.values_list("employer", flat=True)))
    none: Any = {"title": "", "email": "", "phone": "", "approach": "", "mail_topics": [], "primary": False}
    return rows.update(given_name="", family_name=gone, students_may_email=False, students_may_phone=False, **none)


def _accounts(rows: models.QuerySet[Any]) -> int:
    devices = apps.get_model("usersessions", "UserSession").objects.filter(user__in=rows)
    keys = list(devices.values_list("session_key", flat=True))
    apps.get_model("sessions", "Session").objects.filter(pk__in=keys).delete()
    people = list(rows)
    for person in people:
        forget_photograph(person)
        person.email, person.given_name = f"erased-{person.pk}@erased.invalid", _("Former")
        person.family_name, person.is_active, person.last_login = _("colleague"), False, None
        person.set_unusable_password()
        person.save()
    return len(people)


OF_THEIR_APP: dict[Model, Callable[[models.QuerySet[Any]], int]] = {
    Contact: _contacts,
    Person: _accounts,
    Signature: erase_signers,
    PartySignature: agreements.erase_party_signers,
}

# Texts that were signed: a digest of what is left is noted with them.
SEALED: dict[Model, Callable[[list[Any]], None]] = {Paper: note_struck, Revision: agreements.note_struck}


def _words(subject: Subject, model: Model, said: Personal) -> int:
    """Strike names and addresses out of the words of one model."""
    if model is Employer or not said.of("words") or not texts_of(subject):
        return 0  # what an employer is found by is worked out anew
    if model is Allowance:  # a counter for an hour: two that say the same could not stand side by side
        return int(rows_naming(subject, model, said).delete()[0])
    names = re.compile("|".join(re.escape(text) for text in texts_of(subject)), re.IGNORECASE)
    return strike(rows_naming(subject, model, said), said.of("words"), names)


def strike(rows: models.QuerySet[Any], columns: list[str], names: re.Pattern[str]) -> int:
    """Strike out of some columns of rows what names somebody; returns of how many rows."""
    model, changed = rows.model, []
    for row in rows.iterator(chunk_size=BLOCK):
        after = {name: fitting(model, row, name, struck(getattr(row, name), names)) for name in columns}
        if any(value != getattr(row, name) for name, value in after.items()):
            for name, value in after.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        model._base_manager.bulk_update(changed, columns, batch_size=BLOCK)
    if model in SEALED:
        SEALED[model](changed)
    return len(changed)


def fitting(model: Model, row: Any, name: str, value: Any) -> Any:
    """Struck words as their column takes them: not longer, and not the same as another row's where that is forbidden.

    The mark is longer than a short name, and two titles that differ in a name only are alike without it.
    """
    column: Any = model._meta.get_field(name)
    if isinstance(value, list):
        longest = getattr(getattr(column, "base_field", None), "max_length", None)
        return [one[:longest] if isinstance(one, str) else one for one in value]
    if not isinstance(value, str) or value == getattr(row, name):
        return value
    longest = column.max_length or len(value)
    alone = column.unique or any(
        name in one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)
    )
    own = f" {str(row.pk)[-8:]}" if alone else ""
    return value[: longest - len(own)] + own


def struck(value: Any, names: re.Pattern[str]) -> Any:
    """A value without what names somebody: text, or what JSON holds, however deep."""
    if isinstance(value, str):
        return names.sub(STRUCK, value)
    if isinstance(value, list):
        return [struck(one, names) for one in value]
    if isinstance(value, dict):
        return {struck(key, names): struck(one, names) for key, one in value.items()}
    return value


# ── The journal ──────────────────────────────────────────────────────


def _journal(subject: Subject, by: Person | None) -> int:
    """Values that name somebody go, and their digests stay; so do names of those who acted (R26)."""
    said = declarations()
    own = Q(object_type=Contact._meta.label_lower, object_id__in=_texts(subject.contacts))
    own |= Q(object_type=Person._meta.label_lower, object_id__in=_texts(subject.persons))
    for model, keys in _noted_by_address(subject):  # who was noted by name and address alone: candidates, guests
        own |= Q(object_type=model._meta.label_lower, object_id__in=_texts(keys))
    naming = rows_naming(subject, Value, said[Value]).values("pk")
    values = Value.objects.filter(own | Q(pk__in=naming)).exclude(object_type__in=education_types())
    done = erase_from_journal(values, by)
    heads: dict[Any, list[Any]] = defaultdict(list)
    naming = rows_naming(subject, Entry, said[Entry]).values("pk")
    for entry in Entry.objects.filter(Q(actor__in=list(subject.persons)) | Q(pk__in=naming)).exclude(actor_name=""):
        heads[_scope(entry)].append(entry)
    for rows in heads.values():
        erase_names(rows, by=by, reason=WHY)
    return done + sum(map(len, heads.values()))


def _noted_by_address(subject: Subject) -> Iterator[tuple[Model, list[Any]]]:
    """Model by model, the rows that say who somebody is beside an address of theirs."""
    for model, said, _rows in about(subject):
        columns = [name for name in said.of("subject") if _is_address(model, name)]
        if columns and said.of("identity") and not is_of_education(model):
            ways = (Q(**{f"{name}__iexact": one}) for name in columns for one in subject.addresses)
            yield model, list(model._base_manager.filter(reduce(or_, ways, Q(pk__in=[]))).values_list("pk", flat=True))


def erase_from_journal(rows: models.QuerySet[Value], by: Person | None) -> int:
    """Values of the journal go, as far as they have not; that they went is written for the same readers."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for value in rows.exclude(before__isnull=True, after__isnull=True).select_related("entry"):
        groups[_scope(value.entry)].append(value)
    for each in groups.values():
        erase_values(each, by=by, reason=WHY)
    return sum(map(len, groups.values()))


def _scope(entry: Entry) -> Any:
    return tuple(entry.about or ()), tuple(entry.behind or ())


def _texts(ids: Iterable[UUID]) -> list[str]:
    return [str(pk) for pk in ids]
