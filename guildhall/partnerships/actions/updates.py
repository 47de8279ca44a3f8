"""Progress updates: drafted, published with the figures as they are at that moment, taken back (F13, G9)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.actions.planning import Report, report_activity
from guildhall.partnerships.models import Activity, Initiative, Measure, ProgressUpdate, UpdateFigure
from guildhall.partnerships.queries.figures import count_now
from guildhall.partnerships.shown_figures import KINDS, MEASURE
from guildhall.people.models import Person
from guildhall.queue import enqueue
from guildhall.store.locking import locked

State = ProgressUpdate.State
LETTERS = "partnerships.letters"


@dataclass(frozen=True)
class Written:
    """What an update says, of which time, for which line of the communications plan, and who may read it."""

    title: str
    first_on: date
    last_on: date
    summary: str = ""
    text: str = ""
    ahead: str = ""
    public: bool = False
    activity: Activity | None = None
    settles: bool = False


@transaction.atomic
def draft_update(row: Initiative, written: Written, figures: Iterable[str], *, by: Person) -> ProgressUpdate:
    """Draft an update; those who lead read it until it is published (F13)."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_write_updates(by, initiative))
    _check(initiative, written)
    facts = {"started_by": by, "started_at": clock.now()}
    made = ProgressUpdate.objects.create(initiative=initiative, **_columns(written), **facts)
    _pick(made, figures)
    record("draft update", made, by=by, institution=initiative.institution, after=_said(made))
    return made


@transaction.atomic
def change_update(
    row: ProgressUpdate, written: Written, figures: Iterable[str], *, version: int, by: Person
) -> ProgressUpdate:
    """Write a draft better."""
    saved = held(row.pk, version)
    require(rules.can_change_update(by, saved))
    _check(saved.initiative, written)
    before = _said(saved)
    for name, value in _columns(written).items():
        setattr(saved, name, value)
    _pick(saved, figures)
    _keep(saved, "change update", by=by, before=before, after=_said(saved))
    return saved


@transaction.atomic
def delete_update(row: ProgressUpdate, *, version: int, by: Person) -> None:
    """Delete a draft; what was published is taken back instead."""
    saved = held(row.pk, version)
    require(rules.can_change_update(by, saved))
    record("delete update", saved, by=by, institution=saved.initiative.institution, before=_said(saved))
    saved.delete()


@transaction.atomic
def publish_update(row: ProgressUpdate, *, version: int, by: Person) -> ProgressUpdate:
    """Publish an update: its figures stay what they are now, and everybody hears of it as often as they chose."""
    saved = held(row.pk, version)
    require(rules.can_publish_update(by, saved))
    if not saved.summary.strip():
        refuse("Say in two sentences what it is about: many will read nothing else.")
    for one in saved.figures.select_related("measure"):
        _freeze(one, saved.initiative)
    saved.state, saved.published_by, saved.published_at = State.PUBLISHED, by, clock.now()
    _keep(saved, "publish update", by=by, after={"title": saved.title, "public": saved.public})
    if saved.activity and saved.settles and saved.activity.is_open and saved.initiative.state != Initiative.State.ENDED:
        said = Report(Activity.State.DONE, saved.activity.progress, saved.title)
        report_activity(saved.activity, said, version=saved.activity.version, by=by)
    enqueue(LETTERS, once=LETTERS)
    return saved


def _freeze(one: UpdateFigure, initiative: Initiative) -> None:
    now = count_now(one, initiative)
    one.label, one.definition, one.value, one.counted_at = now.label, now.definition, now.value, now.counted_at
    one.save(update_fields=["label", "definition", "value", "counted_at"])


@transaction.atomic
def withdraw_update(row: ProgressUpdate, because: str, *, version: int, by: Person) -> ProgressUpdate:
    """Take a published update back, with the reason: colleagues read that it was, and nobody else reads it any more."""
    saved = held(row.pk, version)
    require(rules.can_withdraw_update(by, saved))
    if not because.strip():
        refuse("Write why it is taken back.")
    saved.state, saved.because = State.WITHDRAWN, because.strip()
    _keep(saved, "withdraw update", by=by, after={"because": saved.because})
    emails.tell_withdrawn(saved, by=by)
    return saved


def _check(initiative: Initiative, written: Written) -> None:
    if not written.title.strip():
        refuse("Give the update a title.")
    if written.last_on < written.first_on:
        refuse("It ends before it begins.")
    line = written.activity
    if line and (line.initiative_id != initiative.pk or line.part != Activity.Part.COMMUNICATION):
        refuse("Choose a line of the communications plan of this initiative.")


def _columns(written: Written) -> dict[str, Any]:
    line = written.activity
    return asdict(written) | {"activity": line, "settles": bool(line and written.settles)}


def _pick(update: ProgressUpdate, figures: Iterable[str]) -> None:
    """The figures that were picked, each once, in the order of the list; nothing that is not on it."""
    update.figures.all().delete()
    picked = dict.fromkeys(figures)
    plain = [(key, None) for key in KINDS if key in picked]
    keys = [name.removeprefix(f"{MEASURE}:") for name in picked if name.startswith(f"{MEASURE}:")]
    measures = [(MEASURE, one) for one in Measure.objects.filter(initiative=update.initiative, pk__in=keys)]
    rows = [(key, measure) for key, measure in [*plain, *measures]]
    UpdateFigure.objects.bulk_create(
        UpdateFigure(update=update, key=key, measure=measure, position=n) for n, (key, measure) in enumerate(rows)
    )


def _said(row: ProgressUpdate) -> dict[str, Any]:
    return {"title": row.title, "summary": row.summary, "public": row.public}


def held(pk: Any, version: int) -> ProgressUpdate:
    """An update, locked; raises `Conflict` where somebody else saved it meanwhile."""
    saved = locked(ProgressUpdate, pk, "initiative__institution", "activity")
    if saved.version != version:
        raise Conflict
    return saved


def _keep(row: ProgressUpdate, verb: str, *, by: Person, **said: Any) -> None:
    row.version += 1
    row.save()
    record(verb, row, by=by, institution=row.initiative.institution, **said)
