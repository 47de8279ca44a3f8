"""Programs of study, with courses, what they count as elsewhere, certifications and evidence."""

from decimal import Decimal
from typing import Any

from guildhall.lib import clock
from guildhall.pathways.actions import credit, programs, terms
from guildhall.pathways.actions.checking import note_evidence
from tests.cast import Cast
from tests.permissions.world.agreements import PDF

PAIRS = {"office": "mesa", "mesa": "harbor", "harbor": "mesa"}  # whose course counts at whom


def offered(cast: Cast) -> dict[str, Any]:
    """A program of study of each college and one of the region, in a pathway of each."""
    found: dict[str, Any] = {"pathways": {}, "programs": {}}
    holders = {"office": (cast.region, "director"), "mesa": (cast.mesa, "mesa_wbl")}
    for kind, (place, name) in (holders | {"harbor": (cast.harbor, "harbor_wbl")}).items():
        by = cast.people[name]
        path = programs.enter_pathway(place, programs.PathwayFacts(f"Care, {kind}", cluster="2024:040200"), by=by)
        facts = programs.ProgramFacts(f"Nursing, {kind}", "associate", cip="51.3801", pathway=path)
        found["pathways"][kind], found["programs"][kind] = path, programs.enter_program(place, facts, by=by)
        note_evidence(path, "A", "met", f"Minutes of the board, {kind}", version=0, by=by)
    found |= _credit(cast, holders | {"harbor": (cast.harbor, "harbor_wbl")}, found["programs"])
    return found | _counts(cast, found)


def _counts(cast: Cast, found: dict[str, Any]) -> dict[str, Any]:
    """A term of each college with numbers that speak of too few to be told elsewhere, and what a credit costs."""
    year = clock.today().year
    counted: dict[str, Any] = {"counted_terms": {}, "credit_rates": {}}
    for kind, place, name in (("mesa", cast.mesa, "mesa_wbl"), ("harbor", cast.harbor, "harbor_wbl")):
        by = cast.people[name]
        term = terms.begin_term(place, year, "fall", by=by)
        numbers = terms.Counts(
            {found["programs"][kind].pk: 7}, {(found["program_courses"][kind].pk, "dual"): (6, Decimal(18))},
            {found["certifications"][kind].pk: 5},
        )  # fmt: skip
        counted["counted_terms"][kind] = terms.count_term(term, numbers, version=1, by=by)
        rate = terms.RateFacts(Decimal(46), Decimal(3), "The catalog")
        counted["credit_rates"][kind] = terms.enter_rate(place, year, rate, by=by)
    rate = terms.RateFacts(Decimal(10), Decimal(0), "The catalog")
    counted["credit_rates"]["office"] = terms.enter_rate(cast.region, year, rate, by=cast.director)
    return counted


def _credit(cast: Cast, holders: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    """A course and a certification of each program; each course counts elsewhere, as one side says."""
    found: dict[str, Any] = {"program_courses": {}, "certifications": {}, "articulations": {}}
    for kind, (place, name) in holders.items():
        by = cast.people[name]
        facts = credit.CourseFacts(f"NUR {kind}", f"Care, {kind}", Decimal(3))
        found["program_courses"][kind] = credit.enter_course(rows[kind], facts, by=by)
        named = credit.CertificationFacts(f"Nurse aide, {kind}", "State board", Decimal(120))
        found["certifications"][kind] = credit.enter_certification(place, named, by=by)
        credit.say_led_to(rows[kind], found["certifications"][kind], by=by)
    for kind, (_place, name) in holders.items():
        agreed = credit.ArticulationFacts("articulated", Decimal(3), clock.today())
        pair = (found["program_courses"][kind], found["program_courses"][PAIRS[kind]])
        paper = {"file_name": "paper.pdf", "chunks": [PDF]}
        found["articulations"][kind] = credit.articulate(*pair, agreed, by=cast.people[name], **paper)
    return found
