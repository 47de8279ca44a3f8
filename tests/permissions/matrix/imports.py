"""Lists are seen by those who see the employers that they become, and by whoever brought them."""

from typing import Any

from guildhall.imports.models import Batch
from tests.permissions.matrix.filling import typed
from tests.permissions.matrix.groups import IMPORT, LISTS, nobody
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World
from tests.permissions.world.words import upload


def _batch(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.batches[kind].pk}


def _row(world: World, kind: str) -> dict[str, Any]:
    return _batch(world, kind) | {"row": world.batches[kind].rows.filter(status="new").first().pk}


def _bring(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"file": upload(), "kind": "employers", "entering": "prospects", "institution": str(world.home(name).pk)}


def _columns(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"s0-c0": "name", "s0-c2": "city", "version": Batch.objects.get(pk=world.batches[kind].pk).version}


def _mended(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Nova", "version": world.batches[kind].rows.filter(status="new").first().edition}


IMPORTS = {
    "imports": Page("GET POST", who=IMPORT, data=_bring),
    "import": Page(sees=LISTS, kwargs=_batch),
    "import-grid": Page(sees=LISTS, kwargs=_batch),
    "import-blank": Page(who=IMPORT, kwargs=lambda w, k: {"kind": "engagements"}),
    "import-columns": Page("GET POST", sees=LISTS, kwargs=_batch, data=_columns),
    "import-decide": Page("POST", sees=LISTS, kwargs=_row, data=typed(decision="skip")),
    "import-decide-many": Page("POST", sees=LISTS, kwargs=_batch, data=typed(status="new", decision="skip")),
    "import-mend": Page("GET POST", sees=LISTS, kwargs=_row, data=_mended),
    "import-apply": Page("POST", sees=LISTS, kwargs=_batch),
    "import-undo": Page("POST", sees=LISTS, may=nobody(LISTS), kwargs=_batch),  # nothing of them has been applied
}
