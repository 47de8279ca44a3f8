"""Pictures: judged by content and made anew, so that nothing else in them is kept; those of people cut to a square."""

import io
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from guildhall.lib.verdicts import refuse

LARGEST, SIDE = 10 * 2**20, 320  # bytes that are read; pixels of what is kept
MOST_PIXELS = 60_000_000  # a phone of today takes 50 million
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def squared(file: BinaryIO) -> bytes:
    """A picture as a JPEG of 320 pixels each way, upright, without place, camera or words; raises `Refused`."""
    return _as_jpeg(ImageOps.fit(_upright(file, SIDE * 2), (SIDE, SIDE)))


def fitted(file: BinaryIO, widest: int) -> bytes:
    """A picture as a JPEG that is no wider or higher than so many pixels, made anew in the same way."""
    picture = _upright(file, widest)
    picture.thumbnail((widest, widest))
    return _as_jpeg(picture)


def _as_jpeg(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def _upright(file: BinaryIO, side: int) -> Image.Image:
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        refuse("This picture is larger than {most} MB.", most=LARGEST // 2**20)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                refuse("This picture has too many pixels. Save it smaller and choose it again.")
            picture.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        refuse("This is not a picture that can be read. Choose a JPEG, PNG, WebP or GIF file.")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    return ground.convert("RGB")
