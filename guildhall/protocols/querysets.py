import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from guildhall.lib import clock
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person

CITATION = re.compile(r"([^\x00]{1,200}) v(\d{1,6}), ([\w.]{1,20})")


class ProtocolQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ProtocolQuerySet":
        """Agreed rules are open to everybody with a role; drafts to those who may write them."""
        if not person.standing.posts:
            return self.none()
        places = list(person.standing.institutions(Permission.AGREE_PROTOCOLS))
        drafts = Q(institution__lineage__overlap=places) if places else Q(pk__in=[])
        return self.filter(Q(published_at__isnull=False) | drafts)

    def cited(self, citation: str) -> tuple[Any, str] | None:
        """The version and the number of the clause that a citation names: "Contact protocol v1, 4.2"."""
        parts = CITATION.fullmatch(citation)
        if not parts:
            return None
        title, version, clause = parts.groups()
        row = self.filter(title=title, number=int(version), clauses__number=clause).first()
        return (row.pk, clause) if row else None

    def published(self) -> "ProtocolQuerySet":
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "ProtocolQuerySet":
        return self.filter(published_at=None, withdrawn_at=None)

    def in_force(self, on: date | None = None) -> "ProtocolQuerySet":
        """The published versions whose date has come; of each title the newest counts."""
        return self.published().filter(in_force_from__lte=on or clock.today())

    def superseding(self, protocol: Any) -> "ProtocolQuerySet":
        """The later versions of a protocol that are in force."""
        same = self.filter(institution=protocol.institution_id, title=protocol.title)
        return same.in_force().filter(number__gt=protocol.number)  # type: ignore[attr-defined, no-any-return]

    def draft_of(self, institution: Any, title: str) -> Any:
        """The draft of a title on which somebody works, or None."""
        return self.drafts().filter(institution=institution, title=" ".join(title.split())).first()

    def newest(self) -> "ProtocolQuerySet":
        """Of each title of each institution the published version with the highest number, in force or ahead."""
        same = {name: OuterRef(name) for name in ("institution", "title")}
        later = self.model.objects.published().filter(number__gt=OuterRef("number"), **same)
        return self.published().filter(~Exists(later))
