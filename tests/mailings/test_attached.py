"""Files go as links, pictures stand in the text with words, and nothing tells who opened them (C18)."""

import io
from urllib.parse import urlparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.mailings.actions import attaching, sending, writing
from guildhall.mailings.links import address_of
from guildhall.mailings.models import Attachment
from guildhall.outbox.emails import words_of
from guildhall.outbox.models import OutgoingEmail
from tests.mailings.written import approved, drafted, employer, fresh, monday, scheduled, sender, trained

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    trained(cast)
    employer(cast, "Kestrel", "One", "Two")
    return drafted(cast, whom="all")


def picture(size=(3000, 1000), name="lathe.png"):
    exif = Image.Exif()
    exif[0x010E] = "Taken at Ana's house"
    content = io.BytesIO()
    Image.new("RGB", size, "green").save(content, "PNG", exif=exif)
    return SimpleUploadedFile(name, content.getvalue())


def path_of(one):
    return urlparse(address_of(one.pk)).path


def letters(cast, row):
    scheduled(cast, row, at=monday())
    with clock.at(monday(11)):
        sending.send_due()
    return [words_of(one) for one in OutgoingEmail.objects.filter(kind="mailing")]


def test_a_file_goes_as_a_link_that_is_the_same_for_all(cast, draft):
    one = attaching.attach(draft, SimpleUploadedFile("Map.txt", b"Park in lot C."), by=cast.mesa_wbl)
    (first, html), (second, _html) = letters(cast, draft)
    assert f"Map.txt ({address_of(one.pk)})" in first and f"Map.txt ({address_of(one.pk)})" in second
    assert f'href="{address_of(one.pk)}"' in html
    answer = Client().get(path_of(one))
    assert answer.content == b"Park in lot C."
    assert answer["Content-Disposition"] == 'attachment; filename="Map.txt"'
    assert not answer.cookies, "who opens it is not known"


def test_a_picture_is_made_anew_and_stands_in_the_text_with_its_words(cast, draft):
    one = attaching.attach(draft, picture(), shows="Students [at] a lathe", by=cast.mesa_wbl)
    assert fresh(draft).body.endswith(f"![Students (at) a lathe]({address_of(one.pk)})")
    answer = Client().get(path_of(one))
    assert answer["Content-Type"] == "image/jpeg" and "Content-Disposition" not in answer
    with Image.open(io.BytesIO(answer.content)) as kept:
        assert kept.size == (1200, 400)
        assert not kept.getexif(), "neither place nor words travel along"
    [(text, html), _other] = letters(cast, draft)
    assert "[Students (at) a lathe]" in text
    assert f'<img src="{address_of(one.pk)}" alt="Students (at) a lathe"' in html
    assert html.count("<img") == 1


def test_without_words_a_picture_is_a_file(cast, draft):
    one = attaching.attach(draft, picture((40, 40)), by=cast.mesa_wbl)
    assert "![" not in fresh(draft).body
    assert Client().get(path_of(one))["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("file", "shows", "why"),
    [(SimpleUploadedFile("a.exe", b"MZ"), "", "Files of this kind are not taken"),
     (SimpleUploadedFile("a.pdf", b"<html>"), "", "its content is something else"),
     (SimpleUploadedFile("a.png", b"none"), "A lathe", "not a picture that can be read")],
)  # fmt: skip
def test_what_is_no_good_is_refused_and_nothing_is_kept(cast, draft, file, shows, why):
    with pytest.raises(Refused, match=why):
        attaching.attach(draft, file, shows=shows, by=cast.mesa_wbl)
    assert not Attachment.objects.exists() and not StoredFile.objects.exists()
    assert fresh(draft).body == draft.body


def test_a_file_too_many_is_refused(cast, draft):
    for n in range(attaching.MOST):
        attaching.attach(draft, SimpleUploadedFile("a.txt", b"%d" % n), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="Five files"):
        attaching.attach(draft, SimpleUploadedFile("a.txt", b"x"), by=cast.mesa_wbl)


def test_a_picture_of_elsewhere_or_of_another_mailing_is_refused(cast, draft):
    other = attaching.attach(drafted(cast, subject="Other"), picture(), shows="A lathe", by=cast.mesa_wbl)
    for address in (address_of(other.pk), "https://tracker.example/pixel.png"):
        changed = writing.Draft(draft.sender, "events", "Hi", f"![A lathe]({address})")
        with pytest.raises(Refused, match="would tell its server"):
            writing.change_mailing(fresh(draft), changed, version=fresh(draft).version, by=cast.mesa_wbl)


def test_what_was_approved_is_approved_again_once_a_file_came_or_went(cast, draft):
    approved(cast, draft)
    one = attaching.attach(draft, picture(), shows="A lathe", by=cast.mesa_wbl)
    assert fresh(draft).state == "draft"
    approved(cast, draft)
    attaching.take_off(one, by=cast.mesa_wbl)
    assert fresh(draft).state == "draft"
    assert fresh(draft).body == draft.body, "the picture left the text as well"
    assert Client().get(path_of(one)).status_code == 404


def test_a_link_that_was_guessed_opens_nothing(cast, draft):
    one = attaching.attach(draft, SimpleUploadedFile("a.txt", b"x"), by=cast.mesa_wbl)
    path = path_of(one)
    assert Client().get(path).status_code == 200
    for wrong in (path[:-3] + "xx/", f"/mail-files/{one.pk.hex}/", "/mail-files/x/"):
        assert Client().get(wrong).status_code == 404


def test_the_page_adds_says_what_is_wrong_and_takes_off(cast, draft):
    client = cast.client(cast.mesa_wbl)
    page = f"/mailings/{draft.pk}/files/add/"
    answer = client.post(page, {"file": SimpleUploadedFile("a.exe", b"MZ"), "shows": "A lathe"})
    assert "not a picture that can be read" in answer.content.decode() and "A lathe" in answer.content.decode()
    client.post(page, {"file": picture(), "shows": "A lathe"})
    one = Attachment.objects.get()
    shown = client.get(f"/mailings/{draft.pk}/").content.decode()
    assert "picture in the text: A lathe" in shown
    assert f'<img src="{path_of(one)}"' in shown, "under whatever name our own pages are opened"
    client.post(f"/mailings/{draft.pk}/files/{one.pk}/remove/")
    assert not Attachment.objects.exists()


def test_a_picture_of_a_template_becomes_one_of_each_mailing_that_begins_with_it(cast, draft):
    """Taken off the template later, it stays in what was begun; nobody else may take it into a letter."""
    words = {"title": "Fair", "subject": "Our fair", "body": "Come."}
    template = writing.save_template(words, institution=cast.mesa, by=cast.mesa_wbl)
    one = attaching.add_picture(template, picture(), "A [lathe]", by=cast.mesa_wbl)
    template.refresh_from_db()
    assert template.body == f"Come.\n\n![A (lathe)]({address_of(one.pk)})"
    facts = words | {"body": template.body + "\n\nSoon."}
    saved = writing.save_template(facts, institution=cast.mesa, by=cast.mesa_wbl, row=template, version=2)
    row = drafted(cast, body=saved.body, whole=False)
    own = row.attachments.get()
    assert own.file_id == one.file_id and address_of(own.pk) in row.body and address_of(one.pk) not in row.body
    harbor = sender(cast, place=cast.harbor, by=cast.harbor_admin)
    with pytest.raises(Refused):
        writing.write_mailing(writing.Draft(harbor, "events", "x", saved.body), institution=cast.harbor,
                              by=cast.harbor_admin)  # fmt: skip
    attaching.take_picture_off(one, by=cast.mesa_wbl)
    template.refresh_from_db()
    assert template.body == "Come.\n\nSoon."
    path = address_of(own.pk).partition("/mail-files/")[2]
    assert Client().get(f"/mail-files/{path}").status_code == 200


@pytest.mark.parametrize("shows", ["", "  "])
def test_a_picture_of_a_template_needs_words(cast, draft, shows):
    template = writing.save_template({"title": "Fair", "subject": "x", "body": "x"}, institution=cast.mesa,
                                     by=cast.mesa_wbl)  # fmt: skip
    with pytest.raises(Refused, match="needs words"):
        attaching.add_picture(template, picture(), shows, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        attaching.add_picture(template, picture(), "A lathe", by=cast.harbor_admin)
