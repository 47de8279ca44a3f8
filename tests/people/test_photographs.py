"""A photograph in the profile: judged, cut, made anew; for colleagues; gone when it is removed or its person erased."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guildhall.audit.models import Entry
from guildhall.files import storage
from guildhall.files.actions import place
from guildhall.files.models import StoredFile
from guildhall.files.photographs import SIDE, squared
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.photographs import forget_photograph, remove_photograph, show_photograph
from guildhall.people.models import Person

pytestmark = pytest.mark.django_db
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def picture(kind="JPEG", size=(800, 600), **more):
    made = Image.new("RGB", size, "navy")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    content = io.BytesIO()
    made.save(content, kind, **more)
    return content.getvalue()


def with_secrets():
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "CANARY-CAMERA"
    exif.get_ifd(GPS)[2] = (36.0, 44.0, 0.0)
    return picture(exif=exif)


def upload(content, name="me.jpg"):
    return SimpleUploadedFile(name, content)


def test_nothing_but_the_picture_is_kept():
    content = with_secrets()
    assert b"CANARY-CAMERA" in content, "the control"
    kept = squared(io.BytesIO(content))
    assert b"CANARY" not in kept
    with Image.open(io.BytesIO(kept)) as result:
        assert (result.format, result.size) == ("JPEG", (SIDE, SIDE))
        assert not result.getexif()
        red, green, _blue = result.getpixel((SIDE // 2, 20))
        assert red > 150 > green, "turned upright: what was left is on top"


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "JPEG"])
def test_pictures_of_these_kinds_are_taken(kind):
    assert squared(io.BytesIO(picture(kind)))[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:200], picture("TIFF"), b"GIF89a"],
)
def test_what_is_no_picture_is_refused_beside_the_field(cast, content):
    answer = cast.client(cast.mesa_wbl).post("/profile/photograph/", {"photo": upload(content or b" ")})
    assert answer.status_code == 200
    assert "not a picture that can be read" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_bomb_is_refused_before_it_is_unpacked():
    content = picture("PNG", size=(9_000, 9_000))
    assert len(content) < 2**20
    with pytest.raises(Refused, match="too many pixels"):
        squared(io.BytesIO(content))


def test_colleagues_see_it_and_nobody_else(cast):
    cast.client(cast.mesa_wbl).post("/profile/photograph/", {"photo": upload(picture())})
    address = f"/photographs/{cast.mesa_wbl.pk}/"
    answer = cast.client(cast.harbor_wbl).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert address in cast.client(cast.harbor_wbl).get(f"/colleagues/{cast.mesa_wbl.pk}/").content.decode()
    assert cast.client(cast.mesa_student).get(address).status_code == 404
    assert cast.client(None).get(address).status_code == 302
    entry = Entry.objects.filter(verb="show photograph").latest("at")
    assert entry.actor == cast.mesa_wbl.pk


def test_another_one_and_none_leave_nothing_behind(cast, django_capture_on_commit_callbacks):
    first = show_photograph(cast.mesa_wbl, io.BytesIO(picture()), by=cast.mesa_wbl).photo
    with django_capture_on_commit_callbacks(execute=True):
        second = show_photograph(cast.mesa_wbl, io.BytesIO(picture(size=(100, 900))), by=cast.mesa_wbl).photo
    assert not storage.exists(place(first))
    assert storage.exists(place(second))
    with django_capture_on_commit_callbacks(execute=True):
        remove_photograph(cast.mesa_wbl, by=cast.mesa_wbl)
    assert not storage.exists(place(second))
    assert not StoredFile.objects.exists()
    with pytest.raises(Refused):
        show_photograph(cast.mesa_wbl, io.BytesIO(picture()), by=cast.mesa_admin)


def test_an_equal_picture_of_somebody_else_stays(cast, django_capture_on_commit_callbacks):
    stored = [show_photograph(p, io.BytesIO(picture()), by=p).photo for p in (cast.mesa_wbl, cast.mesa_jobs)]
    assert stored[0] == stored[1]
    with django_capture_on_commit_callbacks(execute=True):
        forget_photograph(Person.objects.get(pk=cast.mesa_wbl.pk))
    assert storage.exists(place(stored[1]))
    assert Person.objects.get(pk=cast.mesa_jobs.pk).photo == stored[1]


def test_without_a_photograph_initials_stand_there(cast):
    page = cast.client(cast.mesa_wbl).get("/profile/").content.decode()
    assert cast.mesa_wbl.initials in page
    assert "<img" not in page
