"""Photographs of people: judged by content, cut to a square, and made anew, so that nothing else in them is kept."""

import io
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from guildhall.lib.verdicts import refuse

LARGEST, SIDE = 10 * 2**20, 320  # bytes that are read; pixels of what is kept
MOST_PIXELS = 60_000_000  # a phone of today takes 50 million
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def squared(file: BinaryIO) -> bytes:
    """A picture as a JPEG of 320 pixels each way, upright, without place, camera or words; raises `Refused`."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        refuse("This picture is larger than {most} MB.", most=LARGEST // 2**20)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                refuse("This picture has too many pixels. Save it smaller and choose it again.")
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        refuse("This is no picture that can be read. Choose a JPEG, PNG, WebP or GIF file.")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    kept = io.BytesIO()
    ImageOps.fit(ground.convert("RGB"), (SIDE, SIDE)).save(kept, "JPEG", quality=85)
    return kept.getvalue()
