"""The types of work-based learning, by the stage of the continuum, and the many ways in which lists spell them."""

import re
import unicodedata
from dataclasses import dataclass

from guildhall.lib.marking import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Activity:
    """One type: its stage, its code in CEDS 13 (element 001499), and the words by which lists call it."""

    code: str
    label: str
    stage: str
    ceds: str = ""
    called: str = ""  # regular expression over tidy words; the first type that fits is meant


EDUCATORS = "teacher_externship"
INTERNSHIPS = ("internship", "internship_paid", "internship_unpaid")
APPRENTICESHIPS = ("apprenticeship",)  # what leads to one is another type
_TEACHERS = r"(teacher|faculty|educator|instructor|staff|professor|counselor|maestro|docente)s?"
_INTERN = r"(intern(ship)?s?|practicas? profesional(es)?|pasantias?)"
_UNPAID = r"(unpaid|non ?paid|volunteer|for credit|sin (pago|sueldo|paga)|no remunerad[ao]s?)"
_PAID = r"(paid|stipend|wage|con (pago|sueldo)|pagad[ao]s?|remunerad[ao]s?)"

# In the order in which they are tried: the narrower words first.
ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        EDUCATORS, _("Teacher or faculty externship"), "educator", "",
        rf"{_TEACHERS}.*\b(extern(ship)?s?|in industry|job shadow(ing)?|intern(ship)?s?|fellowship)"
        rf"|(extern(ship)?s?|externados?).*\b{_TEACHERS}|externado docente",
    ),
    Activity("internship_unpaid", _("Internship, unpaid"), "training", "UnpaidInternship",
             rf"{_UNPAID}.*\b{_INTERN}|{_INTERN}\b.*\b{_UNPAID}"),
    Activity("internship_paid", _("Internship, paid"), "training", "PaidInternship",
             rf"{_PAID}.*\b{_INTERN}|{_INTERN}\b.*\b{_PAID}"),
    Activity("job_shadow", _("Job shadow"), "exploration", "JobShadowing",
             r"(job|work|career|career day|industry)?\s?shadow(ing|s|ed|er)?( day)?s?|js"
             r"|observacion (laboral|de trabajo)|sombra laboral|acompanamiento laboral"),
    Activity("pre_apprenticeship", _("Pre-apprenticeship"), "training", "Other", r"pre ?apprentic\w*|preaprendizaje"),
    Activity("apprenticeship", _("Registered or youth apprenticeship"), "training", "Apprenticeship",
             r"((registered|youth|or|student) )*apprentic\w*|aprendiz\w*"),
    Activity("virtual_exchange", _("Virtual exchange with a professional"), "exploration", "",
             r"virtual (exchange|visit|chat)\b.*|intercambio virtual\b.*"),
    Activity("mock_interview", _("Mock interview"), "preparation", "",
             r"(mock|practice) interview\w*|entrevistas? simulad\w*"),
    Activity("informational_interview", _("Informational interview"), "exploration", "",
             r"info(rmational)? interview\w*|entrevistas? informativ\w*"),
    Activity("resume_review", _("Résumé review"), "preparation", "", r"resume\b.*|revision de curriculum"),
    Activity("career_panel", _("Career panel"), "awareness", "", r"(career|industry|employer)? ?panel\w*"),
    Activity("career_fair", _("Career fair or career day"), "awareness", "",
             r"(career|job) (fair|day|expo)\w*( career (fair|day))?|ferias? .*"),
    Activity("guest_speaker", _("Guest speaker"), "awareness", "",
             r"(guest )?(speaker|lecture|presentation)\w*|orador\w*"),
    Activity("workplace_tour", _("Workplace tour"), "awareness", "",
             r"(work ?(place|site)|company|industry|plant|facility|business|site)? ?(tour|visit)s?|field trips?"
             r"|visitas?( guiadas?)?( a (la )?empresas?)?|recorridos?"),
    Activity("mentorship", _("Mentoring"), "exploration", "Mentorship", r"mentor\w*"),
    Activity("industry_project", _("Industry-sponsored project"), "preparation", "",
             r"(industry|employer|company|capstone|client).* ?projects?|capstone|proyectos?.*"),
    Activity("service_learning", _("Service learning"), "preparation", "ServiceLearning",
             r"service ?learning|community service|servicio comunitario|aprendizaje[- ]servicio"),
    Activity("school_based_enterprise", _("School-based enterprise"), "preparation", "SchoolBasedEnterprise",
             r"school ?based enterprise|student run (business|enterprise)|sbe"),
    Activity("simulated_worksite", _("Simulated worksite"), "preparation", "SimulatedWorksite",
             r"simulat\w* ?(work)?.*|virtual enterprise"),
    Activity("entrepreneurship", _("Entrepreneurship experience"), "preparation", "Entrepreneurship",
             r"entrepreneur\w*.*|emprendimiento"),
    Activity("supervised_ag_experience", _("Supervised agricultural experience (SAE)"), "preparation",
             "SupervisedAgricultural", r"supervised ag\w*.*|sae"),
    Activity("cooperative_education", _("Cooperative (work experience) education"), "training", "CooperativeEducation",
             r"co ?op(erative)?\b.*|(cooperative )?work experience( education)?|cwee?|educacion cooperativa"),
    Activity("clinical", _("Clinical or practicum"), "training", "ClinicalWork",
             r"clinical\w*.*|practicum|preceptorship|practicas? clinicas?"),
    Activity("on_the_job", _("On-the-job training"), "training", "OnTheJob",
             r"on the job.*|ojt|capacitacion en el trabajo"),
    Activity("internship", _("Internship, pay not said"), "training", "Other",
             rf"((summer|winter|fall|spring|student|industry|college|high school|virtual|remote) )*{_INTERN}\b.*"),
)  # fmt: skip
BY_CODE = {one.code: one for one in ACTIVITIES}
TYPES = tuple((one.code, one.label) for one in ACTIVITIES)
STAGES = (
    ("awareness", _("Awareness")), ("exploration", _("Exploration")), ("preparation", _("Preparation")),
    ("training", _("Training")), ("educator", _("Educators")),
)  # fmt: skip
_EXTERN = re.compile(r"(student )?(extern(ship)?s?|externados?)( program)?")
_PATTERNS = [(one.code, re.compile(one.called)) for one in ACTIVITIES]
_HOW = r"virtual|in ?person|remote|on ?site|online|half day|full day|group|summer|fall|winter|spring|\d+"
_NOISE = re.compile(rf"^(({_HOW}|wbl|type|activity) )+|( (program|experience|opportunity|event|activity|{_HOW}))+$")


def activity(code: str) -> Activity:
    """The type with a code; one that is not known is named by its code."""
    return BY_CODE.get(code) or Activity(code, code, "")


def tidy(words: str) -> str:
    """A spelling without what says nothing: letter case, accents, signs, doubled blanks."""
    text = unicodedata.normalize("NFKD", words.casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


def meant(words: str, *, who: str = "") -> str:
    """The code of the type that a list means by some words; empty where nobody could say.

    A bare "externship" is that of a teacher unless the list says that it was a student.
    """
    key = tidy(words)
    short = _NOISE.sub("", key) or key
    if _EXTERN.fullmatch(short):
        return "" if who == "student" or "student" in short else EDUCATORS
    for spelled in (key, short):
        for code, pattern in _PATTERNS:
            if pattern.fullmatch(spelled) or spelled == code.replace("_", " "):
                return code
    parts = [part for part in re.split(r"[/,]", words) if part.strip()]
    codes = {code for part in parts if (code := meant(part, who=who))} if len(parts) > 1 else set()
    return codes.pop() if len(codes) == 1 else ""  # "Tour / field trip" says one thing twice
