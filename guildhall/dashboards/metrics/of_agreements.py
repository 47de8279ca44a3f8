"""Figures of agreements: which are in force, and which of these end soon (M22)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.models import Agreement
from guildhall.dashboards.metrics.measuring import YEAR, Metric, Period, Scope
from guildhall.people.models import Person


def agreements_in_force(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Agreements that every party has signed, begun and not over; in a scope, those that are kept there."""
    rows = Agreement.objects.visible_to(person).in_force()
    return rows.filter(institution__lineage__overlap=list(scope)) if scope else rows


def agreements_expiring(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Of these, the ones that are over within ninety days."""
    return agreements_in_force(person, scope=scope).expiring()


OF_AGREEMENTS = {
    "agreements_in_force": Metric(
        _("Agreements in force"),
        _("Agreements with partners that every party has signed, as far as you may read them."),
        YEAR,
        "agreements",
        agreements_in_force,
    ),
    "agreements_expiring": Metric(
        _("Agreements over within 90 days"),
        _("Of these, the ones whose last day lies in the next ninety days."),
        YEAR,
        "agreements",
        agreements_expiring,
        query="?view=expiring",
    ),
}
