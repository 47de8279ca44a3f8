from guildhall.employers.models import SavedFilter
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
