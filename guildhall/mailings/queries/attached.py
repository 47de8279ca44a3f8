"""Files of a mailing: the addresses of its pictures, and what a link opens."""

from guildhall.mailings.links import address_of, opened_file
from guildhall.mailings.models import Attachment, LetterTemplate, Mailing
from guildhall.people.models import Person


def pictures_of(mailing: Mailing) -> list[str]:
    """The addresses of the pictures of a mailing."""
    return [address_of(pk) for pk in mailing.attachments.exclude(shows="").values_list("pk", flat=True)]


def pictures_of_template(template: LetterTemplate | None) -> list[str]:
    """The addresses of the pictures of a template."""
    return [address_of(pk) for pk in template.pictures.values_list("pk", flat=True)] if template else []


def pictures_in_reach(text: str, person: Person) -> dict[str, Attachment]:
    """The pictures of templates in a text, by their addresses, as far as somebody may begin with these templates."""
    if "![" not in text:
        return {}
    rows = Attachment.objects.filter(template__in=LetterTemplate.objects.open_to(person)).select_related("file")
    return {address: row for row in rows if (address := address_of(row.pk)) in text}


def attachment_of(secret: str) -> Attachment | None:
    """The file that a link in a letter opens, as long as its mailing is kept."""
    key = opened_file(secret)
    return Attachment.objects.filter(pk=key).select_related("file").first() if key else None
