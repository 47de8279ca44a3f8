"""Papers that an institution may begin with, and adapts; no lawyer has looked at them (STANDARDS 1.7)."""

from dataclasses import dataclass

from guildhall.lib.marking import gettext_noop as _

_STAGES = ("industry_project", "service_learning", "internship_paid", "internship_unpaid", "cooperative_education",
           "clinical", "pre_apprenticeship", "apprenticeship", "on_the_job")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Starter:
    """A paper to begin with, as `PaperType` keeps it."""

    slug: str
    title: str
    text: str
    signers: tuple[str, ...]
    ages: str = "any"
    pay: str = "any"
    place: str = "any"
    hazardous: bool = False
    kinds: tuple[str, ...] = ()
    on_paper_only: bool = False
    valid_months: int | None = None
    kept_years: int = 5
    days_before: int = 7
    covers: tuple[str, ...] = ()
    only_asked: bool = False


STARTERS: tuple[Starter, ...] = (
    Starter(
        "training_agreement", _("Training agreement and plan"),
        _("{institution} and {employer} agree that {student} takes part in: {title} ({kind}), from {begins} to "
          "{ends}, {hours} hours, at {site}. Pay: {pay}.\n\n"
          "What the student does and learns: {tasks}\n\n"
          "The employer’s supervisor is {supervisor}: explains the work and its dangers, trains, looks after safety, "
          "confirms the hours every week and evaluates the student in the middle and at the end.\n\n"
          "The coordinator of {institution} is {coordinator}: visits, answers questions, and is called at once after "
          "an accident or when something does not work.\n\n"
          "The student comes on time, says so when ill, follows the rules of the workplace, logs the hours and keeps "
          "what is confidential. Nobody is treated differently for race, color, national origin, sex, age or "
          "disability. Each side may end this agreement by telling the others why."),
        ("student", "guardian", "supervisor", "institution"), kinds=_STAGES, covers=("agreement", "plan"),
    ),
    Starter(
        "guardian_consent", _("Consent of a parent or guardian"),
        _("I allow {student} to take part in {title} ({kind}) at {employer}, {site}, from {begins} to {ends}. I know "
          "what the work is: {tasks}\n\nI may take this consent back at any time by telling {coordinator} of "
          "{institution}."),
        ("guardian",), ages="minor", covers=("consent",),
    ),
    Starter(
        "work_permit", _("Work permit (California B1-1 and B1-4)"),
        _("Before a student under 18 begins paid work, the school issues the permit: form B1-1 (Statement of Intent "
          "to Employ a Minor and Request for a Work Permit) is filled in by the employer, the student and a parent or "
          "guardian; form B1-4 is the permit itself. Keep a scan of the permit here."),
        ("institution",), ages="minor", pay="paid", on_paper_only=True, valid_months=12, days_before=14,
        covers=("permit",),
    ),
    Starter(
        "student_learner", _("Student-learner agreement for hazardous work"),
        _("{student} is a student-learner of 16 or 17 at {institution}. Hazardous work: {hazards}\n\nIt is incidental "
          "to the training, intermittent and for short periods, under the direct and close supervision of "
          "{supervisor}; {institution} gives safety instruction and {employer} correlates it with training on the "
          "job; an organized schedule of what is learned in which order exists (29 CFR 570.50 (c)).\n\n{tasks}"),
        ("student", "guardian", "supervisor", "institution"), ages="minor", hazardous=True,
    ),
    Starter(
        "emergency", _("Emergency contact and medical release"),
        _("In an emergency at {employer}, call first: ______________ telephone: ______________\n\nThe supervisor may "
          "call an ambulance for {student}. What whoever helps should know is kept by {institution}, not here."),
        ("student", "guardian"), place="on_site", kept_years=1, on_paper_only=True,
    ),
    Starter(
        "confidentiality", _("Confidentiality"),
        _("At {employer} I may see or hear what is about patients, customers or the business. I tell it to nobody, "
          "take no pictures, and post nothing of it, also when the placement is over.\n\n{student}"),
        ("student",), kinds=_STAGES, covers=("confidentiality",),
    ),
    Starter(
        "photo_release", _("Photo release"),
        _("{institution} and {employer} may take pictures of {student} during {title} and show them to tell about "
          "work-based learning. This is voluntary: {student} takes part without it as well."),
        ("student", "guardian"), kinds=("workplace_tour", "job_shadow"),
    ),
    Starter(
        "transport", _("Transportation"),
        _("{student} gets to {site} and back on their own. {institution} does not drive the student. A student who "
          "drives has a license and insurance. Where something else is agreed, {coordinator} writes it here."),
        ("student", "guardian"), ages="minor", place="on_site",
    ),
    Starter(
        "insurance", _("Certificate of insurance"),
        _("{employer} asks for the certificate of insurance of {institution} for {student}, {title}, from {begins} to "
          "{ends}. Keep a scan of it here."),
        ("institution",), on_paper_only=True, valid_months=12, covers=("insurance",), only_asked=True,
    ),
    Starter(
        "background", _("Background check"),
        _("{employer} asks that {student} be cleared before the first day. Keep the letter that says so here, and "
          "nothing of what was looked into."),
        ("institution",), on_paper_only=True, valid_months=24, kept_years=1, days_before=21, covers=("background",),
        only_asked=True,
    ),
    Starter(
        "health", _("Health and immunization clearance"),
        _("{employer} asks that {student} be cleared by the health service of {institution}. Keep the clearance here, "
          "and no medical record."),
        ("institution",), on_paper_only=True, valid_months=12, kept_years=1, days_before=21, covers=("health",),
        only_asked=True,
    ),
    Starter(
        "drug_test", _("Drug test clearance"),
        _("{employer} asks that {student} be cleared before the first day. Keep the clearance here, and no result."),
        ("institution",), on_paper_only=True, valid_months=6, kept_years=1, days_before=14, covers=("drug_test",),
        only_asked=True,
    ),
    Starter(
        "safety", _("Safety training"),
        _("{student} was trained in safety before the first day at {employer}: what is dangerous there, what to wear, "
          "and whom to call. Whoever signs for {institution} gave the training, or saw the record of it."),
        ("student", "institution"), covers=("safety",), only_asked=True,
    ),
    Starter(
        "license", _("Driver’s license"),
        _("{employer} asks for a driver’s license. The institution has seen the license of {student}; no copy is kept "
          "here."),
        ("student", "institution"), valid_months=12, covers=("license",), only_asked=True,
    ),
)  # fmt: skip
BY_COVERED = {code: one for one in STARTERS for code in one.covers}
BY_SLUG = {one.slug: one for one in STARTERS}
