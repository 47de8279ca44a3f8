"""Papers: for organizers, and where they are handed out for whoever is invited; nobody else (E13)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guildhall.meetings.actions import inviting, papers
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.links import secret_of_participant
from guildhall.meetings.models import Paper
from tests.meetings.held import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return plan(cast)


def lay(cast, row, **more):
    return papers.lay_paper(row, "slides.txt", [b"what is shown"], by=cast.mesa_convener, **more)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_paper_is_laid_on_by_a_form(cast, row):
    client = cast.client(cast.mesa_convener)
    file = SimpleUploadedFile("handout 1B.txt", b"Career Pathways System 101")
    client.post(f"/meetings/{row.pk}/papers/", {"file": file, "handed_out": "on"})
    paper = Paper.objects.get()
    assert (paper.title, paper.handed_out) == ("handout 1B.txt", True)
    assert body(client.get(f"/meetings/{row.pk}/papers/{paper.pk}/")) == b"Career Pathways System 101"


def test_by_the_link_only_what_is_handed_out(cast, row):
    kept, given = lay(cast, row), lay(cast, row, handed_out=True)
    one = inviting.add_participant(row, Named(given="Ana Li", email="ana@x.example"), by=cast.mesa_convener)
    path = f"/invitation/{secret_of_participant(one)}/paper/"
    assert body(Client().get(path, {"paper": str(given.pk)})) == b"what is shown"
    assert Client().get(path, {"paper": str(kept.pk)}).status_code == 404
    assert Client().get(path, {"paper": "nothing"}).status_code == 404
    words = Client().get(path.removesuffix("paper/")).content.decode()
    assert words.count("slides.txt") == 1
    papers.hand_out(given, handed_out=False, by=cast.mesa_convener)
    assert Client().get(path, {"paper": str(given.pk)}).status_code == 404


def test_a_colleague_who_is_asked_reads_what_is_handed_out(cast, row):
    kept, given = lay(cast, row), lay(cast, row, handed_out=True)
    client = cast.client(cast.harbor_wbl)
    assert client.get(f"/meetings/{row.pk}/papers/{given.pk}/").status_code == 404
    one = inviting.add_participant(row, Named(person=cast.harbor_wbl), by=cast.mesa_convener)
    assert client.get(f"/meetings/{row.pk}/papers/{given.pk}/").status_code == 404, "on the list, and not asked yet"
    inviting.invite(one, by=cast.mesa_convener)
    assert client.get(f"/meetings/{row.pk}/papers/{given.pk}/").status_code == 200
    assert client.get(f"/meetings/{row.pk}/papers/{kept.pk}/").status_code == 404
    assert cast.client(cast.mesa_wbl).get(f"/meetings/{row.pk}/papers/{given.pk}/").status_code == 403


def test_what_is_taken_off_is_gone(cast, row):
    paper = lay(cast, row)
    papers.take_paper_off(paper, by=cast.mesa_convener)
    assert cast.client(cast.mesa_convener).get(f"/meetings/{row.pk}/papers/{paper.pk}/").status_code == 404
    assert Paper.objects.get().file is None
