"""What a list adds to an employer that exists already, and taking it back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from guildhall.employers import matching
from guildhall.employers.actions.entering import NewEmployer
from guildhall.employers.matching.addresses import split_street, zip5
from guildhall.employers.models import Contact, Employer, EmployerName, Identifier, Site


@dataclass
class Joined:
    """The identifiers of what was added, so that it can be taken back."""

    names: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    filled: dict[str, Any] = field(default_factory=dict)  # facts that were empty before

    def as_effects(self) -> dict[str, Any]:
        """As an import row keeps it; "contacts" is counted."""
        found = {"names": self.names, "sites": self.sites, "contacts": self.contacts, "identifiers": self.identifiers}
        return {k: v for k, v in found.items() if v} | ({"filled": self.filled} if self.filled else {})

    @classmethod
    def of(cls, effects: dict[str, Any]) -> "Joined":
        """From what an import row kept."""
        return cls(**{k: effects[k] for k in ("names", "sites", "contacts", "identifiers", "filled") if k in effects})


def join_employer(employer: Employer, new: NewEmployer) -> Joined:
    """Add what a list knows to an employer: other names, a new site, new contacts and numbers; nothing is replaced."""
    joined = Joined()
    known = {employer.name.casefold(), *(n.casefold() for n in employer.names.values_list("name", flat=True))}
    for kind, name in [(EmployerName.Kind.ALIAS, new.name), *new.names]:
        if name and name.casefold() not in known:
            joined.names.append(str(EmployerName.objects.create(employer=employer, kind=kind, name=name).pk))
            known.add(name.casefold())
    _join_site(employer, new, joined)
    _join_contacts(employer, new, joined)
    for scheme, value in new.identifiers:
        row, created = Identifier.objects.get_or_create(employer=employer, scheme=scheme, value=value)
        if created:
            joined.identifiers.append(str(row.pk))
    for fact in ("domain", "naics", "industry", "staff_count"):
        value = getattr(new, fact)
        if value not in ("", None) and getattr(employer, fact) in ("", None):
            joined.filled[fact] = value
            setattr(employer, fact, value)
    if joined.filled:
        employer.save(update_fields=list(joined.filled))
    return joined


def _join_site(employer: Employer, new: NewEmployer, joined: Joined) -> None:
    if new.site is None or not (new.site.street or new.site.city):
        return
    place = (split_street(new.site.street)[:2], zip5(new.site.zip))
    for site in employer.sites.all():
        same_city = matching.normal_name(site.city) == matching.normal_name(new.site.city)
        if (split_street(site.street)[:2], zip5(site.zip)) == place or (not new.site.street and same_city):
            return
    values = {f: getattr(new.site, f) for f in ("street", "city", "state", "zip", "phone")}
    site = Site.objects.create(employer=employer, main=not employer.sites.exists(), **values)
    joined.sites.append(str(site.pk))


def _join_contacts(employer: Employer, new: NewEmployer, joined: Joined) -> None:
    known = list(employer.contacts.current())
    for one in new.contacts:
        full = f"{one.given_name} {one.family_name}".strip().casefold()
        if any(str(c).casefold() == full or (one.email and c.email.casefold() == one.email.casefold()) for c in known):
            continue
        values = {f: getattr(one, f) for f in ("given_name", "family_name", "title", "email", "phone")}
        joined.contacts.append(str(Contact.objects.create(employer=employer, **values).pk))


def take_back(pk: UUID, joined: Joined) -> None:
    """Take away what was joined, as far as nobody has built on it."""
    EmployerName.objects.filter(pk__in=joined.names).delete()
    Contact.objects.filter(pk__in=joined.contacts, version=1, engagements=None).delete()
    Site.objects.filter(pk__in=joined.sites, version=1, contacts=None).delete()
    Identifier.objects.filter(pk__in=joined.identifiers).delete()
    employer = Employer.objects.filter(pk=pk).first()
    if employer and joined.filled:
        for fact, value in joined.filled.items():
            if getattr(employer, fact) == value:
                setattr(employer, fact, None if fact == "staff_count" else "")
        employer.save(update_fields=list(joined.filled))
