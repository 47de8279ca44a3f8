"""Programs of study."""

from typing import Any

from guildhall.pathways.actions import programs
from tests.cast import Cast


def offered(cast: Cast) -> dict[str, Any]:
    """A program of study of each college and one of the region, in a pathway of each."""
    found: dict[str, Any] = {"pathways": {}, "programs": {}}
    holders = {"office": (cast.region, "director"), "mesa": (cast.mesa, "mesa_wbl")}
    for kind, (place, name) in (holders | {"harbor": (cast.harbor, "harbor_wbl")}).items():
        by = cast.people[name]
        path = programs.enter_pathway(place, programs.PathwayFacts(f"Care, {kind}", cluster="2024:040200"), by=by)
        facts = programs.ProgramFacts(f"Nursing, {kind}", "associate", cip="51.3801", pathway=path)
        found["pathways"][kind], found["programs"][kind] = path, programs.enter_program(place, facts, by=by)
    return found
