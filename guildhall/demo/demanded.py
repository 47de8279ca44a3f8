"""Demand in the demo: made-up figures of one area, a list in its second version, roles that employers cannot fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guildhall.demand.actions import lists, roles
from guildhall.demand.actions.by_hand import ByHand, enter_by_hand
from guildhall.demand.actions.lists import Terms
from guildhall.demand.actions.loading import Entered, enter_figures
from guildhall.demand.actions.roles import Role as Hard
from guildhall.demand.actions.sources import choose_area
from guildhall.demand.models import Area, DemandList
from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.employers.models import EmployerLogin
from guildhall.people.models import Institution
from guildhall.people.permissions import Role

AREA = ("9900001", "M", "CA", "Two Rivers, CA")
PUBLISHER = "Guildhall demonstration"
AWARD, DIPLOMA = "Postsecondary nondegree award", "High school diploma or equivalent"
ASSOCIATE, BACHELOR = "Associate's degree", "Bachelor's degree"
# Code, title, jobs, median wage an hour, openings a year, growth in percent, education: none of it was measured.
FIGURES = (
    ("29-1141", "Registered Nurses", 4180, "51.40", 270, "6.8", BACHELOR),
    ("31-9092", "Medical Assistants", 1620, "21.80", 250, "14.2", AWARD),
    ("31-9091", "Dental Assistants", 540, "23.10", 80, "7.9", AWARD),
    ("29-2052", "Pharmacy Technicians", 610, "22.60", 55, "6.1", DIPLOMA),
    ("29-2034", "Radiologic Technologists and Technicians", 320, "44.20", 20, "5.6", ASSOCIATE),
    ("29-1126", "Respiratory Therapists", 210, "43.70", 15, "12.1", ASSOCIATE),
    ("31-1131", "Nursing Assistants", 1980, "20.30", 310, "4.9", AWARD),
    ("51-4041", "Machinists", 890, "27.30", 95, "1.8", DIPLOMA),
    ("51-4121", "Welders, Cutters, Solderers, and Brazers", 640, "26.10", 75, "2.2", DIPLOMA),
    ("49-3011", "Aircraft Mechanics and Service Technicians", 480, "36.50", 45, "4.7", AWARD),
    ("49-9041", "Industrial Machinery Mechanics", 570, "32.90", 65, "13.4", DIPLOMA),
    ("47-2231", "Solar Photovoltaic Installers", 390, "26.80", 60, "31.0", DIPLOMA),
    ("47-2111", "Electricians", 1240, "35.20", 140, "9.3", DIPLOMA),
    ("53-3032", "Heavy and Tractor-Trailer Truck Drivers", 2150, "27.00", 260, "4.1", AWARD),
    ("53-7065", "Stockers and Order Fillers", 3900, "18.70", 620, "3.5", DIPLOMA),
    ("15-1212", "Information Security Analysts", 160, "58.30", 15, "29.8", BACHELOR),
    ("25-2032", "Career/Technical Education Teachers, Secondary School", 140, "41.60", 10, "1.1", BACHELOR),
)  # fmt: skip
SPREAD = {10: "0.72", 25: "0.84", 50: "1.00", 75: "1.19", 90: "1.38"}


@dataclass(frozen=True)
class Told:
    """A role that an employer cannot fill: who noted it, or that it said so itself; until how many days on."""

    employer: str
    code: str  # of the institution whose staff noted it; none: said at the front door
    title: str
    soc: str
    how_many: int
    back: int
    ahead: int
    lacking: str = ""
    credential: str = ""
    place: str = ""


T = Told
HARD = (
    T("Kestrel Aerospace", "", "Composite technicians, second shift", "49-3011", 9, 40, 140,
      "Reading a lay-up drawing; most have never held a prepreg.", "", "Redstone"),
    T("Juniper Health Partners", "TRC", "Medical assistants for the evening clinic", "31-9092", 6, 52, 120,
      "Phlebotomy, and evenings until eight.", "CCMA or CMA"),
    T("Oakhaven Senior Living", "MGC", "Nursing assistants, weekends", "31-1131", 12, 33, 150, "A car.", "CNA"),
    T("Meridian Imaging Associates", "HPC", "Radiographers", "29-2034", 2, 70, 110, "", "ARRT"),
    T("St. Brendan’s Hospice", "RCC", "Respiratory therapist", "29-1126", 1, 25, 155, "", "RRT"),
    T("Ardent Machining LLC", "RCC", "Five-axis machinists", "51-4041", 3, 60, 90, "Setting up without a template."),
    T("Calloway Fabrication", "MGC", "Welders who read drawings", "51-4121", 4, 45, 130, "Symbols; overhead positions.",
      "AWS D1.1"),
    T("Cobalt Ridge Energy", "WRC", "Crew leads, rooftop", "47-2231", 3, 30, 140, "Leading a crew safely.", "OSHA 30"),
    T("Harborline Logistics", "HPC", "Drivers with a commercial license", "53-3032", 8, 210, -20,
      "A clean record of three years.", "CDL A", "Harbor Point"),
    T("Tern Composites", "HPC", "Maintenance mechanics", "49-9041", 2, 28, 150, "Hydraulics and a little PLC."),
)  # fmt: skip


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it with employers that every institution sees."""
    director, second = staff.directors[0], staff.directors[1]
    with step("enter figures", AREA[3], days.at(430, 9)):
        period = "made up"
        enter_figures(AREA, PUBLISHER, period, days.back(430), [_figures(*one) for one in FIGURES], by=director,
                      made_up=True)  # fmt: skip
        choose_area(places["REG"], Area.objects.get(pk=AREA[0]), version=0, by=director)
    _lists(days, places["REG"], director, second)
    with step("enter a figure by hand", "29-1126", days.at(45, 9)):
        said = ByHand("29-1126", "Respiratory Therapists", "Survey of both hospitals, spring", days.back(60),
                      "The published number is of the year before the new wards.", openings=24)  # fmt: skip
        enter_by_hand(Area.objects.get(pk=AREA[0]), said, by=second)
    by_name = {row.employer.name: row for row in rows}
    for told in HARD:
        if shared := by_name.get(told.employer):
            _role(told, shared, days, places, staff)


def _figures(soc: str, title: str, jobs: int, wage: str, openings: int, growth: str, education: str) -> Entered:
    hourly = {f"hourly_{n}": round(Decimal(wage) * Decimal(share), 2) for n, share in SPREAD.items()}
    annual = {f"annual_{n}": round(hourly[f"hourly_{n}"] * 2080, -1) for n in SPREAD}
    projection: dict[str, Any] = {"openings": openings, "growth": Decimal(growth), "education": education}
    return Entered(soc, title, {"employment": jobs} | hourly | annual, projection | {"employment": jobs})


def _lists(days: Days, region: Institution, director: Any, second: Any) -> None:
    words = "Pays enough to live here, and has work for more than one class a year."
    with step("begin a list of high demand", "version 1", days.at(400, 10)):
        terms = Terms(words, wage_floor=Decimal("26.00"), openings_floor=60)
        row = lists.begin_list(region, terms, by=second)
        lists.propose(row, version=row.version, by=second)
    with step("approve a list of high demand", "version 1", days.at(390, 15)):
        _approve(row, days.back(390), "Workforce board, fall meeting", director)
    with step("begin a list of high demand", "version 2", days.at(70, 10)):
        terms = Terms(words, wage_floor=Decimal("21.00"), openings_floor=45)
        row = lists.begin_list(region, terms, by=second)
        lists.propose(row, version=row.version, by=second)
        lists.add_occupation(row, "29-1126", "Respiratory Therapists", "Two hospitals open wards in spring.", by=second)
        driver = row.occupations.get(soc="53-3032")
        lists.take_off(driver, "Trained by the carriers themselves; no college plans to.", by=second)
    with step("approve a list of high demand", "version 2", days.at(60, 15)):
        _approve(row, days.back(60), "Workforce board, summer meeting", director)


def _approve(row: DemandList, starts_on: Any, decision: str, by: Any) -> None:
    now = DemandList.objects.get(pk=row.pk)
    lists.approve(now, starts_on, decision, version=now.version, by=by)


def _role(told: Told, shared: Shared, days: Days, places: dict[str, Institution], staff: Staff) -> None:
    login = EmployerLogin.objects.standing().filter(employer=shared.employer).first() if not told.code else None
    by = login or staff.one(told.code or "RCC", Role.WBL_COORDINATOR)
    until = days.ahead(told.ahead) if told.ahead > 0 else days.back(-told.ahead)
    with step("note a role that is hard to fill", told.title, days.at(told.back, 11)):
        said = Hard(told.title, until, told.soc, "2018", told.how_many, days.back(told.back + 60), told.lacking,
                    told.credential, told.place)  # fmt: skip
        roles.note_role(shared.employer, said, by=by, institution=None if login else places[told.code or "RCC"])
