"""A list that each side brought."""

import io
from typing import Any

from guildhall.imports.actions import comparing, reading
from guildhall.imports.models import Batch
from tests.cast import Cast
from tests.permissions.world.words import canary, name_of


def bring(cast: Cast, name: str, institution: Any, text: str, file_name: str = "list.csv") -> Batch:
    """A list that somebody brought, checked and ready for review."""
    by = cast.people[name]
    batch = reading.start_import(io.BytesIO(text.encode()), file_name, by=by, institution=institution)
    reading.match_columns(batch, batch.columns, by=by)
    return comparing.check_rows(batch)


def listing(kind: str) -> str:
    """A list with a new row, a broken row and every restricted employer's name as somebody else knows it."""
    known = "\n".join(f"{name_of(k)},,Elsewhere" for k in ("region", "mesa", "harbor", "exception"))
    new = f"{canary(kind, 'row')} Bakery,{kind}-bakery.example,{canary(kind, 'rowcity')}"
    return f"Employer,Website,City\n{new}\nBroken {canary(kind, 'broken')},not a site at all,\n{known}\n"
