"""What is kept about one person, written out for that person (G7, R27), and the list of all that is kept at all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guildhall.audit.models import Access, Entry
from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.sight import sight_of
from guildhall.engagements.models import Engagement
from guildhall.engagements.queries.notices import readable
from guildhall.lib import clock
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.stewardship.acts import ACTS
from guildhall.stewardship.queries.inventory import SECRETS, kept_for, label_of, title_of
from guildhall.stewardship.queries.subjects import (
    Model,
    Subject,
    about,
    declarations,
    near_employer,
    rows_done,
    rows_naming,
    subject_of,
    texts_of,
)
from guildhall.stewardship.queries.withholding import Keepers, Withheld
from guildhall.stewardship.words import READINGS, SEEN
from guildhall.store.counts import counts
from guildhall.ui.dates import in_words, long_moment

UNREADABLE = (models.BinaryField, SearchVectorField, models.UUIDField)
TECHNICAL = {  # how the software keeps its own order: it says nothing to a person
    "about", "behind", "object_id", "object_type", "leaf", "sealed_in", "salt", "head", "path", "digest", "fingerprint",
    "occasion", "starred", "source", "demo", "recorded_at", "leased_until", "due_at", "attempts", "search", "position",
    "together", "target", "repeats", "moves", "erased_at", "erased_digest",
}  # fmt: skip
WORDED = {"audit.Entry.verb": ACTS, "audit.Access.kind": READINGS}
FIRST, LAST = ("people.", "employers.contact"), ("audit.",)  # who somebody is comes first, the journal last
AROUND = 160  # characters before and after a name in the words of others
EACH = 2000  # rows of one kind; who acted oftener gets the newest


@dataclass(frozen=True)
class Told:
    """One kind of record as it is written out for the person whom it is about."""

    what: str
    seen_by: str
    kept_for: str
    rows: list[dict[str, str]]
    more: int = 0  # rows that are not written out, because there are too many


@dataclass(frozen=True)
class OwnData:
    """Everything that is kept about one person."""

    address: str
    on: date
    records: list[Told]
    did: list[Told]
    named: list[Told]
    shown: list[dict[str, str]]
    withheld: list[Withheld] = field(default_factory=list)
    has_account: bool = False  # then what they may not see is not written out, and not counted: a number would tell

    @property
    def is_empty(self) -> bool:
        return not (self.records or self.did or self.named or self.withheld)

    def as_json(self) -> dict[str, Any]:
        """The same for a machine."""

        def each(rows: list[Told]) -> list[dict[str, Any]]:
            return [{"what": t.what, "seen_by": t.seen_by, "kept": t.kept_for, "rows": t.rows} for t in rows]

        details = {"about_you": each(self.records), "you_did": each(self.did), "you_are_named": each(self.named)}
        asked = [{"institution": one.place, "ask": one.ask} for one in self.withheld]
        details["withheld"] = asked  # type: ignore[assignment]
        return {"address": self.address, "on": self.on.isoformat(), **details, "shown_to": self.shown}


def own_data(address: str) -> OwnData:
    """Everything that is kept about whoever has an e-mail address, as a person can read it."""
    subject = subject_of(address)
    records, kept_records = _records(subject)
    named, kept_words = _named(subject)
    kept_records.places |= kept_words.places
    kept_records.keep_education()
    did, shown = _did(subject), _shown(subject)
    return OwnData(address, clock.today(), records, did, named, shown, kept_records.withheld(), bool(subject.persons))


def _records(subject: Subject) -> tuple[list[Told], Keepers]:
    """The rows about somebody; with an account, only such as speak of employers that they may see now."""
    lists = []
    for model, said, rows, count in _filled(about(subject)):
        near = near_employer(model)
        if subject.persons and near and not _says_whom(model):
            way = near.removesuffix("__in")
            for person in subject.persons.values():
                seen = Employer.objects.visible_to(person).values("pk")
                rows = rows.filter(Q(**{near: seen}) | Q(**{f"{way}__isnull": True}))
        keys = [c.name for c in _columns(model, said) if c.is_relation]
        matches = list(rows.select_related(*keys).order_by("-pk")[:EACH])
        lists.append((model, said, matches, 0 if subject.persons else max(count - EACH, 0)))
    keepers = Keepers(subject, (matches for _model, _said, matches, _more in lists))
    lists = [(model, said, keepers.open(matches), more) for model, said, matches, more in lists]
    judged = [matches if _says_whom(model) else [] for model, _said, matches, _more in lists]
    results = []
    for (model, said, matches, more), shown in zip(lists, _open_to(subject, judged), strict=True):
        matches = shown if _says_whom(model) else matches
        if matches:
            written = [_written(row, _columns(model, said)) for row in matches]
            results.append(Told(title_of(model), str(SEEN[said.seen]), kept_for(said.kept), written, more))
    return results, keepers


def _says_whom(model: Model) -> bool:
    """Whether each row says itself which employers it speaks of, as lines of the journal and letters do."""
    return near_employer(model).startswith(("about", "entry__about"))


Found = tuple[Model, Personal, models.QuerySet[Any]]


def _filled(lists: Iterable[Found]) -> list[tuple[Model, Personal, models.QuerySet[Any], int]]:
    """The lists that hold anything, with how much: counted in one statement."""
    matches = sorted(lists, key=lambda one: _place(one[0]))
    return [(*one, n) for one, n in zip(matches, counts([rows for _m, _s, rows in matches]), strict=True) if n]


def _place(model: Model) -> tuple[int, str]:
    label = model._meta.label_lower
    return (0 if label.startswith(FIRST) else 2 if label.startswith(LAST) else 1), title_of(model)


def _told(model: Model, said: Personal, rows: models.QuerySet[Any], count: int, columns: list[Any]) -> Told:
    keys = [c.name for c in columns if c.is_relation and not c.many_to_many]
    written = [_written(row, columns) for row in rows.select_related(*keys).order_by("-pk")[:EACH]]
    return Told(title_of(model), str(SEEN[said.seen]), kept_for(said.kept), written, max(count - EACH, 0))


def _columns(model: Model, said: Personal) -> list[Any]:
    """What of a row is told: what says something to a person, and nothing that would open a door."""
    results = []
    for column in model._meta.get_fields():
        if column.name not in said.declared - SECRETS - TECHNICAL or isinstance(column, UNREADABLE):
            continue
        if column.related_model in (Contact, Engagement) or column.many_to_many:  # others, or told by itself
            continue
        if said.seen is Seen.ENGAGEMENT and column.name in said.of("words"):  # about the employer: see `_named`
            continue
        results.append(column)
    return results


def _written(row: models.Model, columns: list[Any]) -> dict[str, str]:
    by_key = {}
    for column in columns:
        value = getattr(row, column.name)
        if value in (None, "", [], {}) or (column.name in ("text", "html") and getattr(row, "confidential", False)):
            continue  # nothing, or a letter with a link that opens something
        if words := WORDED.get(f"{row._meta.label}.{column.name}"):
            value = words.get(value, value)
        shown = getattr(row, f"get_{column.name}_display", None)
        label = capfirst(label_of(type(row), column.name))
        by_key[label] = _as_text(shown() if shown and not isinstance(column, ArrayField) else value)
    return by_key


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return long_moment(value)
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _did(subject: Subject) -> list[Told]:
    """What somebody on our staff did: that they did it, and when; not what it says about others."""
    acts = ((m, s, rows_done(subject, m, s)) for m, s in declarations().items() if s.of("acts"))
    results = []
    for model, said, rows, count in _filled(acts):
        columns = [c for c in _columns(model, said) if isinstance(c, models.DateField)]
        results.append(_told(model, said, rows, count, columns))
    return results


def _named(subject: Subject) -> tuple[list[Told], Keepers]:
    """Where others name somebody in their words: the words around the name, and no more of what is about others.

    Somebody with an account gets none out of records that they may not see.
    """
    names = re.compile("|".join(re.escape(text) for text in texts_of(subject)), re.IGNORECASE)
    lists = []
    naming = ((m, s, rows_naming(subject, m, s)) for m, s in declarations().items() if _readable_words(m, s))
    for model, said, rows, _count in _filled(naming):
        near = near_employer(model).rpartition("__in")[0]
        keys = [near, *(key for key in ("engagement", "entry") if _has(model, key))]
        rows = rows.select_related(*filter(None, keys)) if any(keys) else rows
        lists.append((model, said, list(rows.order_by("-pk")[:EACH])))
    keepers = Keepers(subject, (found for _model, _said, found in lists))
    opened = _open_to(subject, [keepers.open(found) for _model, _said, found in lists])
    results = []
    for (model, said, _found), shown in zip(lists, opened, strict=True):
        words = _readable_words(model, said)
        pieces = [piece for row in shown for name in words for piece in _around(getattr(row, name), names)]
        if pieces:
            each = [{_("words"): piece} for piece in pieces]
            results.append(Told(title_of(model), str(SEEN[said.seen]), kept_for(said.kept), each))
    return results, keepers


def _has(model: Model, name: str) -> bool:
    return any(column.name == name and column.is_relation for column in model._meta.concrete_fields)


def _readable_words(model: Model, said: Personal) -> list[str]:
    return [n for n in said.of("words") if n not in SECRETS and not isinstance(_field(model, n), UNREADABLE)]


def _open_to(subject: Subject, lists: list[list[Any]]) -> list[list[Any]]:
    """Of each list the rows open to everybody who is the subject; a contact without an account reads their own."""
    if not subject.persons:
        return lists
    scopes = [[(row, _scope_of(row)) for row in rows] for rows in lists]
    ids = {pk for rows in scopes for _row, scope in rows if scope for pk in scope.about}
    sights = [sight_of(person, ids) for person in subject.persons.values()]

    def may(scope: Scope | None) -> bool:
        return scope is not None and all(sight.opens(list(scope.about), list(scope.behind)) for sight in sights)

    return [_notices_of(subject, rows) if _are_notices(rows) else [r for r, s in rows if may(s)] for rows in scopes]


def _are_notices(rows: list[tuple[Any, Scope | None]]) -> bool:
    return bool(rows) and isinstance(rows[0][0], Notice)


def _notices_of(subject: Subject, rows: list[tuple[Any, Scope | None]]) -> list[Any]:
    """The notices that their reader may read today: each is somebody's own."""
    told = [row for row, _scope in rows]
    may = [readable(person, told) for person in subject.persons.values()]
    return [row for row, *each in zip(told, *may, strict=True) if all(each)]


def _scope_of(row: Any) -> Scope | None:
    if isinstance(row, (Entry, Access, OutgoingEmail, Notice)):
        return None if row.about is None else Scope(frozenset(row.about), frozenset(row.behind or ()))
    return getattr(row, "scope", None)


def _field(model: Model, name: str) -> Any:
    return model._meta.get_field(name)


def _around(value: Any, names: re.Pattern[str]) -> Iterator[str]:
    text = value if isinstance(value, str) else "" if value is None else str(value)
    for match in names.finditer(text):
        begin, end = max(match.start() - AROUND, 0), match.end() + AROUND
        yield ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _shown(subject: Subject) -> list[dict[str, str]]:
    """Who was shown this person's e-mail and telephone, when and why (G1)."""
    ids = [str(pk) for pk in subject.contacts]
    rows = Access.objects.filter(object_type=Contact._meta.label_lower, object_id__in=ids).order_by("-at")[:EACH]
    return [
        {
            _("when"): _as_text(row.at),
            _("who"): f"{row.person_name}, {row.institution_name}".strip(", "),
            _("what"): str(READINGS.get(row.kind, row.kind)),
            _("why"): row.reason,
        }
        for row in rows
    ]
