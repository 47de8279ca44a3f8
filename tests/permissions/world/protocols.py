"""Drafts of protocols."""

from typing import Any

from guildhall.protocols.actions import Draft, start_draft, write_clause
from tests.cast import Cast
from tests.permissions.world.words import canary


def drafted(cast: Cast) -> dict[str, Any]:
    """A draft of the region's next version, one of a college's own protocol, and a published one of that college."""
    drafts = {"region": start_draft(cast.region, "Vetting protocol", by=cast.people["director"])}
    for kind, place in (("mesa", cast.mesa), ("harbor", cast.harbor)):
        drafts[kind] = start_draft(place, f"{canary(kind, 'draft')} rules", by=cast.people[f"{kind}_admin"])
        write_clause(drafts[kind], Draft("1", "Courtesy", canary(kind, "clause")), by=cast.people[f"{kind}_admin"])
        drafts[kind].refresh_from_db()
    return {"drafts": drafts}
