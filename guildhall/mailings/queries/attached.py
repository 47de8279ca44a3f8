"""Files of a mailing: the addresses of its pictures, and what a link opens."""

from guildhall.mailings.links import address_of, opened_file
from guildhall.mailings.models import Attachment, Mailing


def pictures_of(mailing: Mailing) -> list[str]:
    """The addresses of the pictures of a mailing."""
    return [address_of(pk) for pk in mailing.attachments.exclude(shows="").values_list("pk", flat=True)]


def attachment_of(secret: str) -> Attachment | None:
    """The file that a link in a letter opens, as long as its mailing is kept."""
    key = opened_file(secret)
    return Attachment.objects.filter(pk=key).select_related("file").first() if key else None
