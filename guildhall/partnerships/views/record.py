"""What the pages of one initiative share: the record, its tabs, what stands on top."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from guildhall.employers.models import Employer
from guildhall.partnerships import rules
from guildhall.partnerships.forms.stakeholders import Body
from guildhall.partnerships.models import Candidate, Initiative, Stakeholder
from guildhall.partnerships.queries.initiatives import numbers
from guildhall.partnerships.queries.recruiting import candidates
from guildhall.partnerships.queries.stakeholders import RELATED, beside
from guildhall.people.models import Institution
from guildhall.ui.menus import tabs


def initiative_of(request: HttpRequest, pk: Any) -> Initiative:
    """An initiative that the person sees; anything else is not there."""
    rows = Initiative.objects.visible_to(request.user).select_related("institution", "started_by")
    return get_object_or_404(rows.prefetch_related("leads__person"), pk=pk)


def stakeholder_of(request: HttpRequest, pk: Any) -> Stakeholder:
    """A stakeholder that the person sees; anything else is not there."""
    rows = Stakeholder.objects.visible_to(request.user).select_related(*RELATED, "initiative__institution")
    return get_object_or_404(rows.prefetch_related(*beside(request.user)), pk=pk)


def candidate_of(request: HttpRequest, pk: Any) -> Candidate:
    """A candidate of an initiative that the person leads; anything else is not there."""
    return get_object_or_404(candidates(request.user), pk=pk)


def frame(request: HttpRequest, row: Initiative) -> dict[str, Any]:
    """What stands on top of every page of an initiative."""
    may_lead = rules.can_lead(request.user, row)
    ended = row.state == Initiative.State.ENDED
    return {
        "initiative": row,
        "initiative_tabs": tabs("initiative"),
        "numbers": numbers(request.user, row),
        "may_lead": may_lead,
        "may_change": rules.can_change(request.user, row) if ended else may_lead,
    }


def body_of(request: HttpRequest) -> Body:
    """Which organization was picked: an employer or an institution that the person sees, or none."""
    sought = {"employer": request.GET.get("employer"), "institution": request.GET.get("institution")}
    try:
        if sought["employer"]:
            rows = Employer.objects.visible_to(request.user).filter(posted_at__isnull=False)
            return Body(employer=rows.get(pk=sought["employer"]))
        if sought["institution"]:
            return Body(institution=Institution.objects.visible_to(request.user).get(pk=sought["institution"]))
    except (Employer.DoesNotExist, Institution.DoesNotExist, ValueError, ValidationError) as missing:
        raise Http404 from missing
    return Body()
