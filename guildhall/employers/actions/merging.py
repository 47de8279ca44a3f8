"""Taking one employer into another, and parting them again (J15, N16)."""

from collections.abc import Collection

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F

from guildhall.audit.recording import record_block
from guildhall.context import Keeper, keeping
from guildhall.employers import rules
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.actions.moving import Ledger, join_rows, journal, part_rows, plain
from guildhall.employers.actions.parting import held_since, hold
from guildhall.employers.merging import can_be_merged, can_be_undone, joint_facts, relations, undeclared
from guildhall.employers.models import DuplicatePair, Employer, EmployerName, MatchKey, Merge, Protection
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.models import Person
from guildhall.store.locking import locked


def _locked(*employers: Employer) -> list[Employer]:
    """The rows of employers, locked in the order of their identifiers, given back in the order asked for."""
    keys = [e.pk for e in employers]
    by_key = {e.pk: e for e in Employer.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [by_key[key] for key in keys]


@transaction.atomic
def merge(survivor: Employer, loser: Employer, *, choose: Collection[str] = (), by: Person, reason: str = "") -> Merge:
    """Take one record into another so that everything hangs on the survivor, and can be parted again (J15, N16).

    The survivor keeps what it says of itself but for what is in `choose` (see `merging.CHOSEN`), which the other record
    says better; its gaps are filled. It is shared only if it was. **The strictest
    audience wins**: an exception of either stays; of two, only those see the result whom both reach. Notes and
    engagements of a restricted record stay in its CRM when the survivor is shared, until somebody lets them travel.
    """
    require(rules.can_merge(by))
    survivor, loser = _locked(survivor, loser)
    require(can_be_merged(by, survivor, loser))
    if missing := undeclared(relations()):
        raise ImproperlyConfigured(" ".join(missing))
    merge = Merge(survivor=survivor, loser=loser, by=by, merged_at=clock.now(), reason=reason.strip()[:300])
    ledger = Ledger()
    with keeping(Keeper.MERGING, "what every institution has with the two employers"):
        join_rows(survivor, loser, ledger)  # also what stands under the second lock, which nobody sees whole
    _protect_alike(survivor, ledger)
    for before, after in joint_facts(survivor, loser, choose):
        ledger.change(Employer, [survivor.pk], before, after)
    _add_name(survivor, survivor.name if "name" in choose else loser.name, ledger)
    _close_pair(survivor, loser, by, ledger)
    version = {"version": survivor.version}
    ledger.change(Employer, [survivor.pk], version, {"version": survivor.version + 1})
    ledger.change(Employer, [loser.pk], {"merged_into_id": None}, {"merged_into_id": survivor.pk})
    contact = [plain(survivor.last_engaged_at), plain(survivor.last_engaged_by_id)]
    merge.moves = ledger.moves | {"last_contact": contact}
    merge.save(force_insert=True)
    MatchKey.objects.filter(employer=loser).delete()  # nobody is told any more that the loser may be a duplicate
    renew_derived([survivor.pk])
    scope = survivor.scope | loser.scope
    record_block(
        "merge", survivor, journal(merge.moves), by=by, reason=merge.reason, institution=survivor.holder, scope=scope
    )
    return merge


def _protect_alike(survivor: Employer, ledger: Ledger) -> None:
    """Whom one record protects, the other may name in another position: the strictest wins (N6)."""
    people = list(survivor.contacts.exclude(email=""))
    rows = Protection.objects.filter(employer=survivor, account__ended_at=None).select_related("contact")
    held = {(p.account_id, p.contact_id) for p in rows}
    for row in list(rows):
        for one in people:
            alike = one.email.casefold() == row.contact.email.casefold()
            if alike and (row.account_id, one.pk) not in held:
                held.add((row.account_id, one.pk))
                values = {"account_id": row.account_id, "contact_id": one.pk}
                ledger.create(Protection(employer_id=survivor.pk, **values), values)


def _add_name(survivor: Employer, name: str, ledger: Ledger) -> None:
    """The name that gives way is how some people know the employer."""
    listed = Employer.objects.values_list("name", flat=True).get(pk=survivor.pk)
    known = {listed.casefold(), *(n.casefold() for n in survivor.names.values_list("name", flat=True))}
    if name.casefold() not in known:
        alias = EmployerName(employer=survivor, kind=EmployerName.Kind.ALIAS, name=name)
        values = {"employer_id": survivor.pk, "kind": EmployerName.Kind.ALIAS.value, "name": name}
        ledger.create(alias, values)


def _close_pair(survivor: Employer, loser: Employer, by: Person, ledger: Ledger) -> None:
    first, second = sorted((survivor.pk, loser.pk))
    pair = DuplicatePair.objects.filter(first=first, second=second).first()
    if pair:
        before = {"state": pair.state, "judged_by_id": pair.judged_by_id, "judged_at": pair.judged_at}
        after = {"state": DuplicatePair.State.MERGED.value, "judged_by_id": by.pk, "judged_at": clock.now()}
        ledger.change(DuplicatePair, [pair.pk], before, after)


@transaction.atomic
def undo_merge(merge: Merge, *, by: Person) -> None:
    """Part two records again, everything back where it was before (N16).

    What was added since stays with the survivor, unless it hangs on a site or contact that goes back. What was
    changed since stays as it was changed.
    """
    require(rules.can_merge(by))
    survivor, loser = _locked(merge.survivor, merge.loser)
    saved_merge = locked(Merge, merge.pk, "survivor", "loser")
    require(can_be_undone(by, saved_merge))
    held = held_since(saved_merge)
    with keeping(Keeper.MERGING, "what every institution had with the two employers"):
        part_rows(saved_merge)
    held_changes = hold(held)
    edited = (
        next(g["after"]["version"] for g in saved_merge.moves["changed"] if "version" in g["after"]) != survivor.version
    )
    if edited:
        Employer.objects.filter(pk=survivor.pk).update(version=F("version") + 1)
    saved_merge.undone_at, saved_merge.undone_by = clock.now(), by
    saved_merge.save(update_fields=["undone_at", "undone_by"])
    renew_derived([survivor.pk, loser.pk])
    changes, scope = [*journal(saved_merge.moves, back=True), *held_changes], survivor.scope | loser.scope
    record_block("undo merge", survivor, changes, by=by, institution=survivor.holder, scope=scope)
    merge.refresh_from_db()
