"""What the pages of several apps are asked with: addresses of an employer, and what somebody types."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from guildhall.lib import clock
from tests.permissions.world.record import World


def employer_and(*ids: str) -> Callable[[World, str], dict[str, Any]]:
    def kwargs(world: World, kind: str) -> dict[str, Any]:
        record = world.records[kind]
        return {"pk": record.employer.pk} | {key: record.ids[key] for key in ids}

    return kwargs


def typed(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda world, kind, name: dict(values)


def many_employers(world: World, kind: str, name: str) -> dict[str, Any]:
    row = type(world.records["shared"].employer).objects.get(pk=world.records["shared"].employer.pk)
    return {"employer": f"{row.pk}:{row.version}", "add": "fair", "owner": "", "apply": "1"}


def bulk_change(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["bulk"].pk}


SOON, LATELY = str(clock.today() + timedelta(90)), str(clock.today() - timedelta(9))
REASON = typed(reason="so that the walk has one")
