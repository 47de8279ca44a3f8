"""What a mailed link to sign an agreement opens."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from guildhall.agreements.models import PartySignature, SigningLink
from guildhall.lib.mailed_links import kept

RELATED = (
    "revision__agreement__institution", "revision__file", "party__institution", "party__employer", "by",
)  # fmt: skip


@dataclass
class Opened:
    """A link with what its page shows; `closed` says why it opens nothing any more."""

    link: SigningLink
    closed: str = ""
    signatures: Sequence[PartySignature] = field(default=())

    @property
    def done(self) -> bool:
        """Whether the party has signed."""
        return any(one.party_id == self.link.party_id for one in self.signatures)


def link_of(secret: str) -> SigningLink | None:
    """The link with a secret; for whoever acts as the keeper of links."""
    return SigningLink.objects.select_related(*RELATED).filter(secret_hash=kept(secret).hex()).first()


def contents_of(link: SigningLink) -> Opened:
    """All that the page of a link shows."""
    rows = link.revision.signatures.select_related("party__institution", "party__employer")
    return Opened(link, signatures=list(rows))
