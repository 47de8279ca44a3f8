from django.db import transaction

from guildhall.dashboards.models import HomeArrangement
from guildhall.dashboards.queries.arranging import blocks
from guildhall.people.models import Person
from guildhall.store.locking import locked


@transaction.atomic
def arrange(name: str, act: str, *, by: Person) -> None:
    """Move a block of one's own home page up or down, hide it or show it again (C2). Nobody else sees it."""
    locked(Person, by.pk)
    order = [block.name for block in blocks(by)]
    hidden = [block.name for block in blocks(by) if block.hidden]
    if name not in order:
        return
    at = order.index(name)
    if act == "hide" and name not in hidden:
        hidden.append(name)
    elif act == "show" and name in hidden:
        hidden.remove(name)
    elif act in ("up", "down"):
        other = at - 1 if act == "up" else at + 1
        if 0 <= other < len(order):
            order[at], order[other] = order[other], order[at]
    HomeArrangement.objects.update_or_create(person=by, defaults={"order": order, "hidden": hidden})


@transaction.atomic
def arrange_anew(*, by: Person) -> None:
    """Give one's home page the order that it has for everybody."""
    HomeArrangement.objects.filter(person=by).delete()
