"""What the tests of merging share: a dump of the domain's tables, and short ways to make things happen."""

from django.apps import apps

from guildhall.employers.actions import editing, posting
from guildhall.employers.models import DuplicatePair, Employer, MatchKey
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock

APPS = ("employers", "prospects", "engagements", "imports")
NOT_COMPARED = {"employers.Merge", "employers.MatchKey", "employers.NameWord", "employers.DuplicatePair"}


def dump() -> dict[str, object]:
    """Every row of the domain's tables; keys, which are derived anew, as a set."""
    renewed = {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.label not in NOT_COMPARED
    }
    renewed["keys"] = set(MatchKey.objects.values_list("key", "employer"))
    renewed["pairs"] = sorted(map(repr, DuplicatePair.objects.values_list("first", "second", "state")))
    return renewed


def log(cast, employer, summary, *, by=None, contact=None, day=None, stays=False, themes=()):
    by = by or cast.director
    day = day or clock.today()
    happening = Happening("call", summary, day, contact=contact, stays=stays, themes=themes)
    return record_engagement(employer, happening, by=by, institution=cast.region)


def site(cast, employer, city, street="1 Pier Road", **more):
    return editing.save_site(employer, {"city": city, "street": street, "zip": "92101", **more}, by=cast.director)


def contact(cast, employer, name, **more):
    return editing.save_contact(employer, {"family_name": name, **more}, by=cast.director)


def two(cast, **more):
    one = cast.shared("Northwind Robotics, Inc.", city="Redstone", street="1 Foundry Way", **more).employer
    other = cast.shared("Northwind Robotics", city="Harbor Point", street="77 Pier Road").employer
    return one, other


def limit(cast, employer, institutions, until=None):
    posting.designate(
        Employer.objects.get(pk=employer.pk),
        institutions,
        clause=cast.clause("audience_exception"),
        reason="asked",
        until=until,
        by=cast.director,
        at=clock.now(),
    )
