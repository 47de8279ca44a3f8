"""Pictures to upload."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture() -> SimpleUploadedFile:
    """A small picture to upload."""
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return SimpleUploadedFile("me.png", content.getvalue(), "image/png")
