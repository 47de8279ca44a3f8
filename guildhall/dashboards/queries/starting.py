"""From an empty installation to the first shared employer: what is done, and what comes next."""

from dataclasses import dataclass

from django.db.models import Exists, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildhall.community.models import ProcessMap
from guildhall.employers.models import Employer
from guildhall.imports.models import Batch
from guildhall.people.models import Institution, Membership, Person, PointOfContact, Terms, Territory
from guildhall.people.permissions import GRANTS, Permission
from guildhall.protocols.models import Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up: what it is for, the page on which it is done, its act, whether it is done or the next."""

    name: str
    label: Promise
    why: Promise
    page: str
    act: Promise
    done: bool
    next: bool


LABELS: dict[str, tuple[Promise, Promise, str, Promise]] = {
    "territory": (
        _("Check the time zone, and name the contact for colleges"),
        _("Days and hours are the territory's own; colleges ask the contact about employers that they do not see."),
        "settings",
        _("Open the settings"),
    ),
    "institutions": (
        _("Enter the institutions"),
        _("Colleges, districts, schools: type them, or load a public list."),
        "institutions",
        _("Enter institutions"),
    ),
    "people": (
        _("Let a second person in"),
        _("A new employer is vetted by one person and confirmed by another."),
        "access-give",
        _("Invite somebody"),
    ),
    "directors": (
        _("Give somebody the role of Regional Director"),
        _("Directors develop and vet employers before the colleges see them."),
        "access-give",
        _("Give the role"),
    ),
    "colleagues": (
        _("Let the staff of the institutions in"),
        _("Paste names and addresses from a list: each gets a link of their own."),
        "invite-many",
        _("Invite many"),
    ),
    "points": (
        _("Name who answers employers at each college"),
        _("So that an employer that calls reaches a person."),
        "points-of-contact",
        _("Name them"),
    ),
    "protocol": (
        _("Publish the first protocol"),
        _("Who vets, who sees, how often an employer may be asked. A starter text is there to adapt."),
        "protocol-draft",
        _("Draft a protocol"),
    ),
    "terms": (
        _("Publish the terms of use"),
        _("What everybody promises before they see employers. Words to adapt are there."),
        "terms-publish",
        _("Write the terms"),
    ),
    "process": (
        _("Draw how you work together"),
        _("One map of the steps, and who does which. It begins with steps to change."),
        "processes",
        _("Open the process maps"),
    ),
    "list": (
        _("Bring the first list of employers"),
        _("A spreadsheet as it is: nothing is entered before you have looked at it."),
        "imports",
        _("Bring a list"),
    ),
    "shared": (
        _("Share the first employer with the colleges"),
        _("When it is vetted and confirmed, every institution sees it from then on."),
        "employers",
        _("Open the employers"),
    ),
}


def steps(person: Person) -> list[Step]:
    """The steps of setting up for whoever sets up, in their order; nothing once all are done.

    Read through what the person may see, so that a step tells nothing of what is hidden from them (N1).
    """
    vetting = [role for role, grants in GRANTS.items() if Permission.USE_CRM in grants]
    roles = Membership.objects.in_force()
    row = Territory.objects.annotate(
        institutions=Exists(Institution.objects.exclude(parent=None)),
        people=Exists(roles.exclude(person=person)),
        directors=Exists(roles.filter(role__in=vetting)),
        colleagues=Exists(roles.exclude(institution__parent=None)),
        terms=Exists(Terms.objects.all()),
        process=Exists(ProcessMap.objects.visible_to(person)),
        points=Exists(PointOfContact.objects.filter(kind=PointOfContact.Kind.EMPLOYERS)),
        protocol=Exists(Protocol.objects.published()),
        list=Exists(Batch.objects.visible_to(person).filter(~Q(applied_at=None))),
        shared=Exists(Employer.objects.shared_with(person)),
    ).first()
    if row is None:
        return []
    done = {name: bool(getattr(row, name)) for name in LABELS if name != "territory"}
    done["territory"] = row.contact_id is not None
    done["list"] |= done["shared"]
    if all(done.values()):
        return []
    coming = next(name for name in LABELS if not done[name])
    return [Step(name, *words, done[name], name == coming) for name, words in LABELS.items()]
