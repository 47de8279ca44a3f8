"""What becomes of an agreement that stands: amended, renewed by a successor, ended early with its lesson (F18)."""

from datetime import date, timedelta

from django.db import transaction

from guildhall.agreements import rules
from guildhall.agreements.actions.drawing_up import Bound, Head, Words, draw_up
from guildhall.agreements.actions.settling import give_up, kept_after
from guildhall.agreements.models import Agreement, Obligation, Revision
from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked


@transaction.atomic
def amend(agreement: Agreement, reason: str, *, by: Person) -> Revision:
    """Begin an amendment: the next revision, with the words and duties of the one that holds."""
    row = locked(Agreement, agreement.pk, "institution")
    require(rules.can_amend(by, row))
    if not (said := one_line(reason)[:300]):
        refuse("Say what the amendment changes: whoever signs reads it.")
    earlier = row.revisions.get(state=Revision.State.SIGNED)
    newest = row.revisions.order_by("-number")[0]
    made = Revision.objects.create(
        agreement=row, number=newest.number + 1, purpose=earlier.purpose, terms=earlier.terms,
        starts_on=row.starts_on, ends_on=earlier.ends_on, notice_days=earlier.notice_days, reason=said,
        file=earlier.file, file_name=earlier.file_name, made_at=clock.now(), by=by,
    )  # fmt: skip
    _carry(earlier, made)
    record("amend agreement", made, by=by, after={"number": made.number, "reason": said}, institution=row.institution)
    return made


def _carry(earlier: Revision, made: Revision) -> None:
    """The duties go along; what is noted of them by hand follows once everybody has signed."""
    names = ("party_id", "what", "counts", "kinds", "wanted", "starts_on", "due_on")
    Obligation.objects.bulk_create(
        Obligation(revision=made, continues=one, **{name: getattr(one, name) for name in names})
        for one in earlier.obligations.all()
    )


@transaction.atomic
def renew(agreement: Agreement, *, by: Person) -> Agreement:
    """Draw up the successor: the same parties and words for the period that follows; duties begin anew.

    What it replaces stands until the successor is signed by everybody and has begun.
    """
    row = locked(Agreement, agreement.pk, "institution", "keeper")
    require(rules.can_renew(by, row))
    holds = row.revisions.get(state=Revision.State.SIGNED)
    first, last = _period_after(row)
    words = Words(first, last, holds.notice_days, holds.purpose, holds.terms)
    parties = list(row.parties.select_related("institution", "employer"))
    bound = [Bound(one.side, one.institution, one.employer, one.named, one.does, one.gains) for one in parties]
    keeper = row.keeper if rules.can_be_keeper(row.keeper, row.institution) else by
    made = draw_up(
        Head(row.kind, row.title, keeper, row.audience), words, bound, institution=row.institution, by=by, replaces=row
    )
    months = _months(row.starts_on, first)
    _begin_anew(holds, made, dict(zip([one.pk for one in parties], made.parties.all(), strict=True)), months)
    return made


def _period_after(row: Agreement) -> tuple[date, date | None]:
    """As many months again, from the day after the last one, or from today where that has passed."""
    over = row.ended_on or row.ends_on
    first = max(over + timedelta(1), clock.today()) if over else clock.today()
    if row.ends_on is None:
        return first, None
    return first, months_after(first, _months(row.starts_on, row.ends_on + timedelta(1))) - timedelta(1)


def _months(first: date, last: date) -> int:
    return max(round((last - first).days / 30.4), 1)


def _begin_anew(holds: Revision, made: Agreement, parties: dict[object, object], months: int) -> None:
    """The attached text and the duties, each as far into the new period as it lay in the old one."""
    revision = made.revisions.get()
    revision.file, revision.file_name = holds.file, holds.file_name
    revision.save(update_fields=["file", "file_name"])
    rows = [
        Obligation(
            revision=revision, party=parties[one.party_id], what=one.what, counts=one.counts, kinds=one.kinds,
            wanted=one.wanted, starts_on=months_after(one.starts_on, months), due_on=months_after(one.due_on, months),
        )
        for one in holds.obligations.all()
    ]  # fmt: skip
    Obligation.objects.bulk_create(rows)


@transaction.atomic
def end_early(agreement: Agreement, reason: str, lesson: str, *, version: int, by: Person) -> Agreement:
    """End an agreement before its last day, with the reason and what was learned from it (F18)."""
    row = locked(Agreement, agreement.pk, "institution")
    require(rules.can_end(by, row))
    if row.version != version:
        raise Conflict
    if not (said := one_line(reason)[:300]):
        refuse("Say why it ends.")
    row.state, row.ended_on, row.ended_because = Agreement.State.ENDED, clock.today(), said
    row.lesson, row.kept_until = one_line(lesson)[:500], kept_after(row.ended_on)
    row.version += 1
    row.save()
    for amendment in row.revisions.open():
        give_up(amendment)
    after = {"ended_on": row.ended_on, "lesson": row.lesson}
    record("end agreement", row, by=by, after=after, reason=said, institution=row.institution)
    return row


@transaction.atomic
def hand_to(agreement: Agreement, keeper: Person, *, version: int, by: Person) -> Agreement:
    """Say who sees to an agreement from now on."""
    row = locked(Agreement, agreement.pk, "institution", "keeper")
    require(rules.can_keep(by, row))
    if row.version != version:
        raise Conflict
    require(rules.can_be_keeper(keeper, row.institution))
    before, row.keeper = {"keeper": row.keeper.name}, keeper
    row.version += 1
    row.save(update_fields=["keeper", "version"])
    after = {"keeper": keeper.name}
    record("hand agreement on", row, by=by, before=before, after=after, institution=row.institution)
    return row
