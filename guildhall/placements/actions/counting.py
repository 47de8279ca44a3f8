"""The one row by which a completed placement is counted: never a second one beside that of a list (M10 to M13)."""

from guildhall.context import Keeper, keeping
from guildhall.employers.matching.names import fold, normal_name
from guildhall.employers.models import Employer
from guildhall.people.models import Institution
from guildhall.placements.actions.intake import bare_number
from guildhall.placements.models import Experience, Host, Placement
from guildhall.placements.wbl import BY_CODE, INTERNSHIPS
from guildhall.students.models import Registration

WHY = "a placement is counted once, also where a list has it already"


def count_experience(placement: Placement) -> Experience | None:
    """Write the experience of a placement that is completed; a job is none. One that a list brought is taken over."""
    if placement.kind not in BY_CODE or placement.started_on is None:
        return None
    with keeping(Keeper.INTAKE, WHY):
        row = placement.experience or _listed(placement) or Experience(mark=placement.pk.hex)
        row.host = row.host or host_of(placement.institution, placement.employer)
        say_who(row, placement.registration)
        row.activity, row.start_on, row.end_on = placement.kind, placement.started_on, placement.ended_on
        row.hours = placement.hours_done if placement.hours_done is not None else row.hours or placement.hours_planned
        row.status = Experience.Status.COMPLETED
        row.save()
    return row


def say_who(row: Experience, registration: Registration) -> None:
    """Note whose experience it is; what a list said of the person stays."""
    number = bare_number(registration.number)
    row.institution_id, row.student_id = registration.institution_id, registration.student_id
    row.person = row.person or (f"number {number}" if number else f"student {registration.student_id}")
    row.person_number, row.person_name = row.person_number or number, row.person_name or registration.name


def recount(placement: Placement) -> None:
    """Bring the counted row in line with the hours of a placement, logged or corrected since; the caller holds it."""
    if placement.experience_id and placement.experience:
        with keeping(Keeper.INTAKE, WHY):
            Experience.objects.filter(pk=placement.experience_id).update(hours=placement.hours_done)


def same_activities(kind: str) -> tuple[str, ...]:
    """The types that lists may call a kind by: an internship is one whether or not its pay is said."""
    return INTERNSHIPS if kind in INTERNSHIPS else (kind,)


def _listed(placement: Placement) -> Experience | None:
    """The row of a list that says the same: this student, this kind, this employer, from the same day on."""
    rows = Experience.objects.filter(institution=placement.institution, student=placement.student_id, placement=None)
    rows = rows.filter(activity__in=same_activities(placement.kind), start_on=placement.started_on)
    return next((row for row in rows.select_related("host") if is_at(row, placement.employer)), None)


def is_at(row: Experience, employer: Employer) -> bool:
    """Whether a row of a list may be about an employer: it says so, by its name too, or says no host."""
    return row.host is None or row.host.employer_id == employer.pk or row.host.key == host_key(employer.name)


def host_key(name: str) -> str:
    """An employer's name as lists tell it apart from others."""
    return (normal_name(name) or fold(name))[:250]


def host_of(institution: Institution, employer: Employer) -> Host:
    """How the institution writes this employer; a name of which nobody has said whose it is stays as it is."""
    rows = Host.objects.filter(institution=institution)
    if known := rows.filter(employer=employer).order_by("pk").first():
        return known
    key = host_key(employer.name)
    if rows.filter(key=key).exists():
        key = f"{key[:210]} {employer.pk.hex}"
    return Host.objects.create(institution=institution, employer=employer, name=employer.name, key=key)
