"""The same change to many employers: each by its own rule, all of it undone in one go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.employers import rules
from guildhall.employers.actions.editing import change_employer, locked_to_edit, own
from guildhall.employers.emails import tell_of_owners
from guildhall.employers.models import BulkEdit, Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

MOST = 200  # records at once: more than anybody reads through in a preview
Values = dict[str, Any]
Handed = tuple[Employer, Person | None, Person | None]  # with its owner before and after
Act = Callable[[UUID], tuple[Values, Values] | None]


@dataclass(frozen=True)
class Wanted:
    """What is to become of many employers; nothing else of them is touched."""

    owner: Person | None = None
    sets_owner: bool = False  # also to nobody
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def each(keys: Iterable[UUID], act: Act) -> tuple[list[Values], list[Values]]:
    """Do the same to many records, each in a savepoint of its own: what was changed, and what was left and why."""
    changed, left = [], []
    for key in sorted(keys):
        try:
            with transaction.atomic():
                result = act(key)
        except Refused as refused:
            left.append({"employer": str(key), "why": str(refused.verdict.reason)})
        except Conflict:
            left.append({"employer": str(key), "why": _("Somebody changed it meanwhile.")})
        else:
            if result:
                changed.append({"employer": str(key), "before": result[0], "after": result[1]})
            else:
                left.append({"employer": str(key), "why": _("It says so already.")})
    return changed, left


def foreseen(edit: Callable[[], BulkEdit]) -> BulkEdit:
    """What a change would come to: it is made, read, and taken back at once, so the preview cannot be wrong."""
    with transaction.atomic():
        result = edit()
        transaction.set_rollback(True)
    return result


def keep(of: str, result: tuple[list[Values], list[Values]], *, by: Person) -> BulkEdit:
    """Keep what was changed, for whoever did it, as long as it can be undone."""
    return BulkEdit.objects.create(of=of, by=by, made_at=clock.now(), changed=result[0], left=result[1])


@transaction.atomic
def change_many(versions: Mapping[UUID, int], wanted: Wanted, *, by: Person) -> BulkEdit:
    """Change owner and tags of many employers, each as it was when somebody chose it; who may not, or came too late, is
    told for each.
    """
    require(rules.can_edit_many(by))
    if len(versions) > MOST:
        refuse("At most {most} are changed at once. Narrow the list down.", most=MOST)

    handed: list[Handed] = []

    def change(pk: UUID) -> tuple[Values, Values] | None:
        return _change(pk, wanted, versions[pk], handed, by)

    edit = keep(BulkEdit.Of.EMPLOYERS, each(versions, change), by=by)
    tell_of_owners(handed, key=f"owners:{edit.pk}", by=by)
    return edit


def _change(pk: UUID, wanted: Wanted, version: int, handed: list[Handed], by: Person) -> tuple[Values, Values] | None:
    employer = locked_to_edit(Employer(pk=pk), by, version)
    if employer.posted_at is None:
        refuse("Restricted employers are changed in the CRM.")
    before: Values = {}
    after: Values = {}
    old = sorted(employer.tags.values_list("name", flat=True))
    new = sorted({*old, *wanted.add} - set(wanted.remove))
    if new != old:
        employer = change_employer(employer, {}, tags=new, version=version, by=by)
        before["tags"], after["tags"] = old, new
    if wanted.sets_owner and employer.owner != wanted.owner:
        before["owner"], after["owner"] = (str(one.pk) if one else None for one in (employer.owner, wanted.owner))
        _hand(employer, wanted.owner, handed, by)
    return (before, after) if after else None


@transaction.atomic
def undo_many(edit: BulkEdit, *, by: Person) -> list[Values]:
    """Put back what a change to many employers changed; returns what stays, because it was changed since, and why."""
    saved_edit = locked(BulkEdit, edit.pk, by=by)
    if saved_edit.undone_at:
        refuse("This was undone already.")
    by_key = {UUID(one["employer"]): one for one in saved_edit.changed}

    handed: list[Handed] = []

    def put_back(pk: UUID) -> tuple[Values, Values] | None:
        return _put_back(pk, by_key[pk]["before"], by_key[pk]["after"], handed, by)

    _changed, left = each(by_key, put_back)
    tell_of_owners(handed, key=f"owners back:{edit.pk}", by=by)
    saved_edit.undone_at = clock.now()
    saved_edit.save(update_fields=["undone_at"])
    return left


def _hand(employer: Employer, owner: Person | None, handed: list[Handed], by: Person) -> None:
    """Give an employer another owner; each of the people is told once, of all of them together."""
    former = employer.owner
    own(employer, owner, by=by, telling=False)
    handed.append((employer, former, owner))


def _put_back(
    pk: UUID, before: Values, after: Values, handed: list[Handed], by: Person
) -> tuple[Values, Values] | None:
    employer = locked_to_edit(Employer(pk=pk), by)
    if "owner" in after and (str(employer.owner_id) if employer.owner_id else None) != after["owner"]:
        refuse("Somebody gave it another owner since.")
    if "tags" in after:
        now = set(employer.tags.values_list("name", flat=True))
        tags = now - (set(after["tags"]) - set(before["tags"])) | (set(before["tags"]) - set(after["tags"]))
        employer = change_employer(employer, {}, tags=sorted(tags), version=employer.version, by=by)
    if "owner" in after:
        _hand(employer, owner_again(before["owner"]), handed, by)
    return after, before


def owner_again(key: str | None) -> Person | None:
    """Who was the owner before; raises `Refused` for somebody who does not sign in any more."""
    owner = Person.objects.filter(pk=key).first() if key else None
    if owner and not owner.is_active:
        refuse("{person} is no longer active.", person=owner)
    return owner
