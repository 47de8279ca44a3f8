"""By which skills somebody is evaluated: what the plan of the placement names, else what the institution chose."""

from guildhall.people.models import Institution
from guildhall.supervision.models import ChosenSkills, TrainingPlan
from guildhall.supervision.skills import Framework, framework, with_own


def chosen_by(institution: Institution) -> ChosenSkills | None:
    """What an institution chose, or the nearest above it that did."""
    rows = {one.institution_id: one for one in ChosenSkills.objects.filter(institution__in=institution.lineage)}
    return next((rows[pk] for pk in reversed(institution.lineage) if pk in rows), None)


def choice_of(institution: Institution) -> ChosenSkills | None:
    """What an institution itself chose, and not one above it."""
    return ChosenSkills.objects.filter(institution=institution).first()


def skills_for(institution: Institution, plan: TrainingPlan | None) -> Framework:
    """The skills of an evaluation that is made now, with those that the institution adds."""
    chosen = chosen_by(institution)
    named = plan.framework if plan else ""
    return with_own(framework(named or (chosen.framework if chosen else "")), chosen.own if chosen else ())
