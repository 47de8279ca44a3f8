"""What institutions take off employers' hands: noted, said anew, run out, ended (F22)."""

from datetime import timedelta

import pytest

from guildhall.employers.actions.merging import merge
from guildhall.engagements.actions import easing
from guildhall.engagements.actions.easing import Taken
from guildhall.engagements.models import RedTape
from guildhall.engagements.queries.carried import carried
from guildhall.engagements.queries.easing import red_tape_of, running_out, running_out_at_home
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(cast):
    return cast.shared("Kestrel Aerospace").employer


def insure(cast, employer, days=None, by=None):
    until = clock.today() + timedelta(days) if days is not None else None
    said = Taken("insurance", "Our policy covers students", until)
    return easing.take_off(employer, said, by=by or cast.mesa_wbl, institution=cast.mesa)


def test_every_institution_reads_what_is_taken_care_of(cast, works):
    insure(cast, works, 400)
    page = cast.client(cast.harbor_wbl).get(f"/employers/{works.pk}/relationship/").content.decode()
    assert "Liability insurance" in page
    assert "Our policy covers students" in page
    assert "/red-tape/add/" in page  # they may see to something themselves
    assert f"/red-tape/{red_tape_of(works)[0].pk}/" not in page  # but not change what others see to


def test_what_runs_out_comes_to_whoever_sees_to_it(cast, works):
    for days in (-3, 20, 61, None):
        insure(cast, works, days)
    ours = cast.client(cast.mesa_wbl)
    assert running_out(cast.mesa_wbl).count() == 2
    assert "2 things that you see to run out" in ours.get("/").content.decode()
    page = ours.get("/next/").content.decode()
    assert page.count("ran out") == page.count("runs out ") == 1
    assert len(running_out_at_home(cast.mesa_cases)) == 2  # a colleague's as well
    assert running_out_at_home(cast.harbor_wbl) == []
    assert "that you see to" not in cast.client(cast.mesa_cases).get("/").content.decode()


def test_what_an_employer_behind_the_wall_is_spared_reminds_nobody_else(cast):
    hidden = cast.prospect("Hidden Works").employer
    until = clock.today() + timedelta(5)
    easing.take_off(hidden, Taken("transport", "The bus", until), by=cast.director, institution=cast.region)
    assert running_out(cast.director).count() == 1
    RedTape.objects.update(person=cast.mesa_wbl)  # who may no longer see the employer
    assert running_out(cast.mesa_wbl).count() == 0
    assert ("Red tape taken off them", ["The bus"]) in carried(hidden).words


def test_a_certificate_is_said_anew_by_the_house_alone(cast, works):
    row = insure(cast, works, 5)
    again = Taken("insurance", "Renewed", clock.today() + timedelta(365))
    with pytest.raises(Refused, match="Mesa Grande College sees to this"):
        easing.change(row, again, version=1, by=cast.harbor_wbl)
    easing.change(row, again, version=1, by=cast.mesa_cases)
    with pytest.raises(Conflict):
        easing.change(row, again, version=1, by=cast.mesa_wbl)
    row.refresh_from_db()
    assert (row.what, row.person, row.runs_out) == ("Renewed", cast.mesa_cases, False)


def test_it_ends_with_a_reason_and_once(cast, works):
    row = insure(cast, works, 5)
    with pytest.raises(Refused, match="Say why"):
        easing.end(row, reason=" ", version=1, by=cast.mesa_wbl)
    easing.end(row, reason="They have a policy of their own now", version=1, by=cast.mesa_wbl)
    assert red_tape_of(works) == []
    assert running_out(cast.mesa_wbl).count() == 0
    with pytest.raises(Refused, match="has ended"):
        easing.change(row, Taken("other", "x"), version=2, by=cast.mesa_wbl)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Taken("nonsense", "x"), "Choose what"),
        (Taken("other", "  "), "Say how"),
        (Taken("other", "x", clock.today() + timedelta(366 * 11)), "within the next ten years"),
    ],
)
def test_nonsense_is_refused_in_words(cast, works, said, why):
    with pytest.raises(Refused, match=why):
        easing.take_off(works, said, by=cast.mesa_wbl, institution=cast.mesa)


def test_by_the_pages_from_beginning_to_end(cast, works):
    client, base = cast.client(cast.mesa_wbl), f"/employers/{works.pk}/red-tape/"
    page = client.post(f"{base}add/", {"kind": "", "what": "Our bus"}).content.decode()
    assert "This needs another look" in page
    assert "Our bus" in page  # what was typed stays
    client.post(f"{base}add/", {"kind": "transport", "what": "Our bus", "until": ""})
    row = RedTape.objects.get()
    client.post(f"{base}{row.pk}/", {"kind": "transport", "what": "Two buses", "version": 1})
    stale = client.post(f"{base}{row.pk}/", {"kind": "transport", "what": "Three buses", "version": 1}).content.decode()
    assert "Somebody saved this while your form was open" in stale
    assert "Two buses" in stale
    client.post(f"{base}{row.pk}/end/", {"words": "They moved next door", "version": 2})
    row.refresh_from_db()
    assert row.ended_at
    assert row.what == "Two buses"


def test_it_moves_with_a_merge(cast, works):
    twin = cast.shared("Kestrel Aerospace Inc").employer
    insure(cast, twin, 5)
    merge(works, twin, by=cast.director)
    assert [row.employer for row in red_tape_of(works)] == [works]
