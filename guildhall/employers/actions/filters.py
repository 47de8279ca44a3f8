from django.db import transaction

from guildhall.employers.models import SavedFilter
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse
from guildhall.people.models import Person


def save_filter(name: str, query: str, *, by: Person, page: str = "employers") -> SavedFilter:
    """Keep the filter of a list under a name; the same name again takes the new filter."""
    row, _created = SavedFilter.objects.update_or_create(
        person=by, page=page, name=name, defaults={"query": query[:500]}
    )
    return row


def drop_filter(saved: SavedFilter, *, by: Person) -> None:
    """Take a saved filter of one's own away."""
    SavedFilter.objects.filter(pk=saved.pk, person=by).delete()


@transaction.atomic
def rename_filter(saved: SavedFilter, name: str, *, by: Person) -> None:
    """Call a saved filter of one's own otherwise; no two of one list have the same name."""
    new = one_line(name)[:60]
    own = SavedFilter.objects.select_for_update().filter(person=by, page=saved.page)
    if not new:
        refuse("Give the filter a name of at most 60 letters.")
    if own.filter(name__iexact=new).exclude(pk=saved.pk).exists():
        refuse("Another filter of this list has that name already.")
    own.filter(pk=saved.pk).update(name=new)
