"""What the demo's colleges teach, and what its employers offer: posted, waiting, refused, over, open to some only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.demo.vocabulary import TOWNS
from guildhall.opportunities.actions import deciding, excepting, standing
from guildhall.opportunities.actions.centroids import load_centroids
from guildhall.opportunities.actions.entering import Offer, enter_opportunity
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.actions.codes import load_codes
from guildhall.pathways.actions.programs import PathwayFacts, ProgramFacts, enter_pathway, enter_program
from guildhall.pathways.loading import CodeList, Listed
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role

WHERE = (  # of the towns, in their order: invented like them
    (36.74, -119.79), (36.81, -119.62), (36.93, -119.71), (36.58, -120.03), (36.77, -120.06), (36.60, -119.55),
    (36.69, -119.37), (36.49, -119.90), (36.86, -119.93), (37.10, -119.50), (36.41, -119.62),
)  # fmt: skip
OCCUPATIONS = {
    "51-4041": "Machinists", "51-4121": "Welders, Cutters, Solderers, and Brazers", "29-1141": "Registered Nurses",
    "31-9092": "Medical Assistants", "31-9091": "Dental Assistants", "29-2052": "Pharmacy Technicians",
    "47-2231": "Solar Photovoltaic Installers", "53-7065": "Stockers and Order Fillers",
    "49-3011": "Aircraft Mechanics and Service Technicians", "29-2034": "Radiologic Technologists and Technicians",
    "25-2032": "Career/Technical Education Teachers, Secondary School",
}  # fmt: skip
CIPS = {
    "48.0501": "Machine Tool Technology/Machinist", "48.0508": "Welding Technology/Welder",
    "51.3801": "Registered Nursing/Registered Nurse", "51.0801": "Medical/Clinical Assistant",
    "51.0601": "Dental Assisting/Assistant", "51.0805": "Pharmacy Technician/Assistant",
    "47.0608": "Aircraft Powerplant Technology/Technician", "15.0505": "Solar Energy Technology/Technician",
    "52.0203": "Logistics, Materials, and Supply Chain Management",
}  # fmt: skip
LEADS_TO = (
    ("48.0501", "51-4041"), ("48.0508", "51-4121"), ("51.3801", "29-1141"), ("51.0801", "31-9092"),
    ("51.0601", "31-9091"), ("51.0805", "29-2052"), ("47.0608", "49-3011"), ("15.0505", "47-2231"),
    ("52.0203", "53-7065"),
)  # fmt: skip
PATHWAYS = (
    ("Caring for people", "2024:040200", ("29-1141", "31-9092", "31-9091", "29-2052")),
    ("Making things", "2024:010100", ("51-4041", "51-4121", "49-3011")),
    ("Energy and supply", "2024:050200", ("47-2231", "53-7065")),
)
PROGRAMS = (  # (stamp, name, credential, CIP, number of the pathway)
    ("MGC", "Registered Nursing", "associate", "51.3801", 0),
    ("MGC", "Machine Technology", "certificate", "48.0501", 1),
    ("RCC", "Aviation Maintenance", "certificate", "47.0608", 1),
    ("RCC", "Welding Technology", "certificate", "48.0508", 1),
    ("TRC", "Medical Assisting", "certificate", "51.0801", 0),
    ("HPC", "Logistics", "associate", "52.0203", 2),
    ("HPC", "Welding Technology", "certificate", "48.0508", 1),
    ("WRC", "Solar Technology", "certificate", "15.0505", 2),
    ("SMC", "Medical Assisting", "certificate", "51.0801", 0),
    ("OVC", "Dental Assisting", "certificate", "51.0601", 0),
)


@dataclass(frozen=True)
class Told:
    """One offer: by whom, so many days back, at which institution, of what kind, and what became of it."""

    employer: str
    back: int
    code: str
    kind: str
    title: str
    soc: str = ""
    places: int = 1
    pay: tuple[int, int, str] | None = None
    path: int | None = None
    words: str = ""
    then: str = "posted"
    more: tuple[tuple[str, Any], ...] = ()


T = Told
_FLOOR = "Three days a week on the floor, with a mentor; safety shoes are provided."
OFFERS = (
    T("Kestrel Aerospace", 55, "RCC", "internship_paid", "Summer interns, quality control", "51-4041", 6,
      (21, 24, "hour"), 1, _FLOOR, more=(("motive", "talent"), ("benefit", "They hire a third of their interns."))),
    T("Kestrel Aerospace", 48, "RCC", "workplace_tour", "Tour of the composites hall", "", 25, None, 1,
      "Two hours, up to 25 people; closed shoes, no cameras.", more=(("motive", "philanthropy"),)),
    T("Kestrel Aerospace", 40, "REG", "teacher_externship", "A week with the planners, for teachers", "25-2032", 4,
      (900, 0, "once"), 1, "For teachers who want to see what their lessons are used for."),
    T("Kestrel Aerospace", 12, "RCC", "apprenticeship", "Apprentices, composite fabrication", "49-3011", 4,
      (23, 0, "hour"), 1, "Four years, registered; math placement by the college."),
    T("Juniper Health Partners", 33, "TRC", "clinical", "Practicum, medical assisting", "31-9092", 8, None, 0,
      "160 hours in two clinics.", more=(("papers", ("background", "health", "insurance")),)),
    T("Juniper Health Partners", 20, "TRC", "job_full_time", "Medical assistant, evenings", "31-9092", 2,
      (23, 27, "hour"), 0, "Certificate or last term of it.", "public", more=(("motive", "hiring"),)),
    T("Harborline Logistics", 26, "HPC", "job_part_time", "Order fillers, weekends", "53-7065", 10, (19, 0, "hour"), 2),
    T("Harborline Logistics", 70, "HPC", "internship_paid", "Intern, yard planning", "53-7065", 2, (20, 0, "hour"), 2),
    T("Calloway Fabrication", 18, "MGC", "job_shadow", "A day with a welder", "51-4121", 6, None, 1,
      more=(("papers", ("consent",)), ("transport", "institution"))),
    T("Calloway Fabrication", 6, "MGC", "on_the_job", "Fabricator, trained on the job", "51-4121", 2,
      (22, 26, "hour"), 1, then="waiting"),
    T("Brightwater Dental", 30, "MGC", "internship_unpaid", "Chairside internship", "31-9091", 1, None, 0,
      then="refused"),
    T("Brightwater Dental", 14, "OVC", "mock_interview", "Mock interviews for the spring class", "31-9091", 12, None,
      0),
    T("Tidelands Community Clinic", 44, "SMC", "service_learning", "Health fair in the harbor quarter", "", 15, None, 0,
      more=(("motive", "philanthropy"),)),
    T("Tidelands Community Clinic", 9, "SMC", "clinical", "Clinical rotation, community care", "31-9092", 4, None, 0),
    T("Clearwell Pharmacy Group", 37, "MGC", "internship_paid", "Pharmacy technician interns", "29-2052", 5,
      (20, 0, "hour"), 0, more=(("papers", ("background", "drug_test")),)),
    T("Clearwell Pharmacy Group", 3, "REG", "job_full_time", "Pharmacy technicians, four stores", "29-2052", 6,
      (45_000, 52_000, "year"), 0, then="waiting"),
    T("Cobalt Ridge Energy", 24, "WRC", "apprenticeship", "Solar installer apprentices", "47-2231", 5,
      (21, 0, "hour"), 2, then="limited"),
    T("Cobalt Ridge Energy", 16, "WRC", "guest_speaker", "Who builds a solar park", "", 60, None, 2),
    T("Tern Composites", 28, "HPC", "industry_project", "A fixture that saves minutes", "51-4041", 3, None, 1),
    T("Ardent Machining LLC", 90, "RCC", "internship_paid", "Intern, five-axis shop", "51-4041", 1, (22, 0, "hour"), 1,
      then="closed"),
    T("Ardent Machining LLC", 21, "RCC", "mentorship", "Mentors for first-year machinists", "51-4041", 3, None, 1),
    T("Oakhaven Senior Living", 15, "MGC", "clinical", "First clinical term, nursing", "29-1141", 10, None, 0),
    T("Meridian Imaging Associates", 8, "HPC", "informational_interview", "Ask a radiographer", "29-2034", 20, None, 0),
    T("Lowell Street Pediatrics", 5, "TRC", "job_shadow", "Half a day at a children’s practice", "31-9092", 2, None, 0),
)  # fmt: skip


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it with employers that every institution sees."""
    by_name = {row.employer.name: row for row in rows}
    with step("note where towns are", "all towns", days.at(200, 9)):
        codes = (code for code, _weight in TOWNS.values())
        towns = zip(codes, WHERE, TOWNS, strict=True)
        load_centroids((code, north, east, town, "CA") for code, (north, east), town in towns)
        load_codes(_codes())
    pathways = _taught(days, places, staff)
    for told in OFFERS:
        if shared := by_name.get(told.employer):
            _offer(told, shared, days, places, staff, pathways)
    with step("keep opportunities fresh", "all of them", days.at(1, 1)):
        standing.keep_fresh()


def _codes() -> CodeList:
    soc, cip = ("soc", "2018"), ("cip", "2020")
    lists = {
        soc: {code: Listed(code, title, "detailed") for code, title in OCCUPATIONS.items()},
        cip: {code: Listed(code, title, "6") for code, title in CIPS.items()},
    }
    return CodeList(lists, {(cip, soc): list(LEADS_TO)})


def _taught(days: Days, places: dict[str, Institution], staff: Staff) -> list[Pathway]:
    director, pathways = staff.directors[0], []
    for name, cluster, codes in PATHWAYS:
        with step("begin a pathway", name, days.at(190, 10)):
            facts = PathwayFacts(name, cluster=cluster, occupations=codes)
            pathways.append(enter_pathway(places["REG"], facts, by=director))
    for code, name, credential, cip, path in PROGRAMS:
        with step("enter a program", name, days.at(180, 10)):
            program = ProgramFacts(name, credential, cip=cip, cluster=pathways[path].cluster, pathway=pathways[path])
            enter_program(places[code], program, by=staff.one(code, Role.WBL_COORDINATOR))
    return pathways


def _offer(
    told: Told, shared: Shared, days: Days, places: dict[str, Institution], staff: Staff, pathways: list[Pathway]
) -> None:
    place = places[told.code]
    approves = staff.directors[0] if told.code == "REG" else staff.one(told.code, Role.WBL_COORDINATOR)
    enters = staff.directors[1] if told.code == "REG" else staff.in_touch(told.code)[-1]
    with step("enter an opportunity", told.title, days.at(told.back, 10)):
        row = enter_opportunity(shared.employer, _said(told, shared, days, pathways), holder=place, by=enters)
    if told.then != "waiting":
        with step(f"{told.then}: an opportunity", told.title, days.at(told.back - 1, 15)):
            _then(told.then, row, places, approves, director=staff.directors[0])


def _then(then: str, row: Opportunity, places: dict[str, Institution], by: Person, *, director: Person) -> None:
    if then == "refused":
        said = deciding.Refusal("Unpaid work of a whole term is not shown here.", "Pay it, or make it 60 hours.", True)
        deciding.refuse_opportunity(row, said, version=row.version, by=by)
        return
    if row.state == Opportunity.State.WAITING:
        row = deciding.approve(row, version=row.version, by=by)
    if then == "closed":
        deciding.close(row, "filled", filled=1, version=row.version, by=by)
    elif then == "public":
        deciding.make_public(row, on=True, version=row.version, by=by)
    elif then == "limited":
        end = row.publish_on + timedelta(80)
        near = [places[code] for code in ("WRC", "MGC", "TRC")]
        excepting.limit(row, near, reason="A pilot with three colleges.", until=end, by=director)


def _said(told: Told, shared: Shared, days: Days, pathways: list[Pathway]) -> Offer:
    facts: dict[str, Any] = dict(told.more)
    if told.pay:
        low, high, per = told.pay
        facts |= {"pay_low": Decimal(low), "pay_high": Decimal(high) if high else None, "pay_per": per}
    path = pathways[told.path] if told.path is not None else None
    contact = shared.contacts[0] if shared.contacts else None
    begins = days.back(told.back) + timedelta(120)
    return Offer(
        told.kind,
        told.title,
        told.words,
        told.places,
        site=shared.employer.sites.order_by("-main").first(),
        contact=contact,
        occupation=OCCUPATIONS.get(told.soc, ""),
        soc=told.soc,
        soc_version="2018" if told.soc else "",
        cluster=path.cluster if path else "",
        pathway=path,
        programs=_for(told, path),
        starts_on=begins,
        expires_on=days.back(told.back) + timedelta(110),
        **facts,
    )


def _for(told: Told, path: Pathway | None) -> tuple[Program, ...]:
    """The programs of the place that teach towards it; what is for many names the pathway alone."""
    if told.places > 6 or path is None:
        return ()
    return tuple(Program.objects.filter(institution__code=told.code, pathway=path)[:1])
