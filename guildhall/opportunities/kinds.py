"""What employers offer: the continuum of work-based learning, teacher externships, and jobs (STANDARDS 1.7).

The stages go from learning about work (awareness) over learning through work (preparation) to learning for work
(training). `ceds` is the option of CEDS 13 that a state report asks for, `counts` whether it counts for 5S3 by
default, `agreement` what has to be signed, `employment` what schema.org calls it, empty where it is nothing that a
single person applies for.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

AWARENESS, EXPLORATION, PREPARATION, TRAINING, EDUCATORS, WORK = (
    "awareness",
    "exploration",
    "preparation",
    "training",
    "educators",
    "work",
)
STAGES: dict[str, Any] = {
    AWARENESS: _("Learning about work"),
    EXPLORATION: _("Exploring work"),
    PREPARATION: _("Learning through work"),
    TRAINING: _("Learning for work"),
    EDUCATORS: _("For teachers and faculty"),
    WORK: _("Jobs"),
}
YES, NO, STATE = "yes", "no", "state"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of opportunity."""

    slug: str
    label: Any
    stage: str
    ceds: str = ""
    counts: str = NO
    agreement: Any = ""
    employment: str = ""

    @property
    def for_one(self) -> bool:
        """Whether each place is one person's, who applies for it."""
        return bool(self.employment)


_AGREEMENT, _PLAN, _CONSENT = _("training agreement and plan"), _("training plan"), _("consent")
_AFFILIATION, _APPRENTICE = _("affiliation agreement and plan"), _("apprenticeship agreement")
KINDS: tuple[Kind, ...] = (
    Kind("guest_speaker", _("Guest speaker"), AWARENESS),
    Kind("career_fair", _("Career fair or career day"), AWARENESS),
    Kind("career_panel", _("Career panel"), AWARENESS),
    Kind("workplace_tour", _("Workplace tour"), AWARENESS),
    Kind("informational_interview", _("Informational interview"), EXPLORATION),
    Kind("job_shadow", _("Job shadow"), EXPLORATION, "JobShadowing", STATE, _CONSENT),
    Kind("virtual_exchange", _("Virtual exchange with a professional"), EXPLORATION),
    Kind("mentorship", _("Mentoring"), EXPLORATION, "Mentorship", STATE, _CONSENT),
    Kind("mock_interview", _("Mock interview"), PREPARATION),
    Kind("resume_review", _("Resume review"), PREPARATION),
    Kind("industry_project", _("Project sponsored by industry"), PREPARATION, "", STATE, _PLAN),
    Kind("service_learning", _("Service learning"), PREPARATION, "ServiceLearning", STATE, _PLAN, "VOLUNTEER"),
    Kind("school_based_enterprise", _("School-based enterprise"), PREPARATION, "SchoolBasedEnterprise", STATE, _PLAN),
    Kind("simulated_worksite", _("Simulated worksite"), PREPARATION, "SimulatedWorksite", STATE, _PLAN),
    Kind("entrepreneurship", _("Entrepreneurship experience"), PREPARATION, "Entrepreneurship", STATE, _PLAN),
    Kind(
        "supervised_ag_experience",
        _("Supervised agricultural experience"),
        PREPARATION,
        "SupervisedAgricultural",
        STATE,
        _PLAN,
    ),
    Kind("internship_paid", _("Internship, paid"), TRAINING, "PaidInternship", YES, _AGREEMENT, "INTERN"),
    Kind("internship_unpaid", _("Internship, unpaid"), TRAINING, "UnpaidInternship", YES, _AGREEMENT, "INTERN"),
    Kind(
        "cooperative_education",
        _("Cooperative education"),
        TRAINING,
        "CooperativeEducation",
        YES,
        _AGREEMENT,
        "INTERN",
    ),
    Kind("clinical", _("Clinical or practicum"), TRAINING, "ClinicalWork", YES, _AFFILIATION, "INTERN"),
    Kind("pre_apprenticeship", _("Pre-apprenticeship"), TRAINING, "Other", YES, _AGREEMENT, "INTERN"),
    Kind("apprenticeship", _("Apprenticeship"), TRAINING, "Apprenticeship", YES, _APPRENTICE, "FULL_TIME"),
    Kind("on_the_job", _("On-the-job training"), TRAINING, "OnTheJob", YES, _AGREEMENT, "FULL_TIME"),
    Kind("teacher_externship", _("Teacher or faculty externship"), EDUCATORS, "", NO, _("agreement")),
    Kind("job_full_time", _("Job, full time"), WORK, employment="FULL_TIME"),
    Kind("job_part_time", _("Job, part time"), WORK, employment="PART_TIME"),
    Kind("job_seasonal", _("Job, seasonal or temporary"), WORK, employment="TEMPORARY"),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}
PAID = {"internship_paid", "apprenticeship", "on_the_job", "job_full_time", "job_part_time", "job_seasonal"}
UNPAID = {"internship_unpaid"}


def choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The kinds to choose from, stage by stage."""
    return [(label, [(k.slug, k.label) for k in KINDS if k.stage == stage]) for stage, label in STAGES.items()]


def of_stage(stage: str) -> list[str]:
    """The kinds of one stage."""
    return [kind.slug for kind in KINDS if kind.stage == stage]
