"""Words of the world that stand in one field of one record and nowhere else, and the secrets that were mailed."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.outbox.models import OutgoingEmail

EMPLOYERS = ("region", "mesa", "harbor", "shared", "exception", "ready")
PHONES = {kind: f"(555) 010-71{n:02}" for n, kind in enumerate(EMPLOYERS)}


def canary(kind: str, field_name: str) -> str:
    """The word that stands in one field of one record: letters only, so that no escaping changes it."""
    return f"qx{kind}{field_name.replace('_', '')}xq"


def name_of(kind: str) -> str:
    """The name of the employer of a kind."""
    return f"{canary(kind, 'name')} Works"


def secret_of(kind: str, page: str) -> str:
    """The secret of the newest link of a kind, as it was mailed."""
    found = re.search(rf"/{page}/([\w.:~=-]+)/", OutgoingEmail.objects.filter(kind=kind).latest("queued_at").text)
    return found.group(1) if found else ""


def upload(text: str = "Employer,City\nA quite new bakery,Redstone\n") -> SimpleUploadedFile:
    """A list as a browser sends it."""
    return SimpleUploadedFile("new.csv", text.encode(), "text/csv")
