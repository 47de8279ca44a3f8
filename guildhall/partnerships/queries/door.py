"""What an employer has a part in, as it reads it at its own front door (N19, H14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from guildhall.employers.models import EmployerLogin
from guildhall.partnerships.models import Activity, Follower, Initiative, Outreach, ProgressUpdate, Stakeholder
from guildhall.partnerships.queries.figures import Shown, figures_of
from guildhall.partnerships.queries.updates import choice_of, told

State = Stakeholder.State
SHOWN = 12  # updates on the page of one part


def parts_of(login: EmployerLogin) -> QuerySet[Any]:
    """The parts that an employer was asked to take or has taken; whom we only think of stands on our own list alone."""
    rows = Stakeholder.objects.filter(employer=login.employer_id, state__in=(State.ASKED, State.ACCEPTED))
    rows = rows.exclude(initiative__state=Initiative.State.PREPARED)
    related = ("initiative__institution", "category", "contact", "employer", "institution", "person")
    return rows.select_related(*related).defer("employer__search").order_by("-added_at", "pk")


def to_answer(login: EmployerLogin) -> list[Stakeholder]:
    """What stands on an employer's home: the parts that it was asked to take and has not answered."""
    return list(parts_of(login).filter(state=State.ASKED).exclude(initiative__state=Initiative.State.ENDED)[:20])


@dataclass(frozen=True)
class Own:
    """One part of an employer: what was asked last, its own lines of the plan, how often it hears, what was told."""

    part: Stakeholder
    asked: Outreach | None
    lines: Sequence[Activity]
    choice: Follower
    updates: Sequence[tuple[ProgressUpdate, list[Shown]]]

    @property
    def waits(self) -> bool:
        """Whether an answer is asked for."""
        return self.part.state == State.ASKED and self.part.initiative.state != Initiative.State.ENDED


def one_of(login: EmployerLogin, pk: Any) -> Own | None:
    """One part of an employer, or None where it has none of that key."""
    part = parts_of(login).filter(pk=pk).first()
    if part is None:
        return None
    lines = Activity.objects.filter(initiative=part.initiative, stakeholder=part)
    lines = lines.exclude(Q(state=Activity.State.DROPPED)).order_by("due_on", "pk")
    choice = choice_of(part)
    updates = [(one, figures_of(one)) for one in told(choice)[:SHOWN]] if part.state == State.ACCEPTED else []
    asked = part.outreach.select_related("by").order_by("-sent_at").first()
    return Own(part, asked, list(lines), choice, updates)
