"""How each person wants to hear of what, and what each has read (B12, N7)."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.people.events import BY_NAME
from guildhall.people.models import Notice, NoticeChoice, Person
from guildhall.people.queries.notices import choices_of
from guildhall.store.locking import locked


@transaction.atomic
def choose(person: Person, wanted: Mapping[str, str]) -> None:
    """Keep how somebody wants to hear of what; what is no choice leaves things as they are."""
    chooser = locked(Person, person.pk)
    before = choices_of(chooser)
    for name, how in wanted.items():
        event = BY_NAME.get(name)
        if event and how in event.ways:
            NoticeChoice.objects.update_or_create(person_id=chooser.pk, event=name, defaults={"how": how})
    after = choices_of(chooser)
    changed = {name for name in after if after[name] != before[name]}
    states = ({name: str(state[name]) for name in sorted(changed)} for state in (before, after))
    if changed:
        record("choose notices", chooser, by=chooser, before=next(states), after=next(states))


def mark_read(notices: Iterable[Notice]) -> None:
    """Note that somebody has seen some notices."""
    pks = [notice.pk for notice in notices if notice.read_at is None]
    Notice.objects.filter(pk__in=pks, read_at=None).update(read_at=clock.now())
