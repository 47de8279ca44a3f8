"""Words that are known are offered and written as they are known; states are chosen (C6)."""

from datetime import timedelta

import pytest

from guildhall.employers.models import Employer
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.lib.spelling import as_known

pytestmark = pytest.mark.django_db


def test_a_word_takes_the_spelling_that_is_known():
    assert as_known(["internships", "TOURS", "new", "New"], ["Internships", "internships", "Tours"]) == [
        "Internships", "Tours", "new", "New",
    ]  # fmt: skip
    assert as_known(["night  shift"], ["Night shift"]) == ["Night shift"]


def test_a_theme_does_not_fall_apart_into_three(cast):
    works = cast.shared("Kestrel Aerospace").employer
    long_ago = clock.today() - timedelta(40)
    happening = Happening(kind="call", summary="x", happened_on=long_ago, themes=("Internships", "Site tours"))
    record_engagement(works, happening, by=cast.harbor_wbl, institution=cast.harbor)
    data = {
        "kind": "call",
        "summary": "spoke",
        "happened_on": clock.today(),
        "themes": "internships, SITE TOURS, fairs",
    }
    cast.client(cast.mesa_wbl).post(f"/employers/{works.pk}/", data)
    assert Engagement.objects.get(summary="spoke").themes == ["Internships", "Site tours", "fairs"]


def test_nor_does_a_tag(cast):
    cast.shared("Alder", tags=["Advisory board"])
    birch = cast.shared("Birch").employer
    data = {"name": "Birch", "tags": "advisory BOARD, new", "version": Employer.objects.get(pk=birch.pk).version}
    cast.client(cast.mesa_wbl).post(f"/employers/{birch.pk}/change/", data)
    assert sorted(birch.tags.values_list("name", flat=True)) == ["Advisory board", "new"]


def test_what_is_known_is_of_employers_that_somebody_sees(cast):
    cast.shared("Alder", tags=["open tag"], industry="open trade", city="Redstone")
    hidden = cast.prospect("Birch", tags=["hidden tag"], industry="hidden trade", city="Hidden Hill").employer
    happening = Happening(kind="call", summary="x", happened_on=clock.today(), themes=("hidden theme",))
    record_engagement(hidden, happening, by=cast.director, institution=cast.region)
    client = cast.client(cast.mesa_wbl)
    told = {name: client.get(f"/known/{name}/").json()["known"] for name in ("tags", "industries", "cities", "themes")}
    assert told == {"tags": ["open tag"], "industries": ["open trade"], "cities": ["Redstone"], "themes": []}
    assert cast.client(cast.director).get("/known/themes/").json()["known"] == ["hidden theme"], "the control"


def test_a_hidden_spelling_is_not_taken_over(cast):
    """It would tell that there is such a tag (A1)."""
    cast.prospect("Birch", tags=["SeCrEt"])
    alder = cast.shared("Alder").employer
    data = {"name": "Alder", "tags": "secret", "version": Employer.objects.get(pk=alder.pk).version}
    cast.client(cast.mesa_wbl).post(f"/employers/{alder.pk}/change/", data)
    assert list(alder.tags.values_list("name", flat=True)) == ["secret"]


def test_a_state_is_chosen_and_what_a_list_brought_can_stay(cast):
    works = cast.shared("Kestrel Aerospace", city="Redstone", state="XX").employer
    site = works.sites.get()
    client = cast.client(cast.mesa_wbl)
    page = client.get(f"/employers/{works.pk}/sites/{site.pk}/").content.decode()
    assert '<option value="CA">California (CA)</option>' in page
    assert '<option value="XX" selected>XX</option>' in page
    client.post(f"/employers/{works.pk}/sites/{site.pk}/", {"city": "Redstone", "state": "XX", "version": site.version})
    site.refresh_from_db()
    assert (site.state, site.version) == ("XX", 2)
    answer = client.post(f"/employers/{works.pk}/sites/add/", {"city": "Westridge", "state": "ZZ"})
    assert answer.status_code == 200
    assert "not open here" in answer.content.decode()


def test_employers_are_suggested_while_somebody_logs(cast):
    works = cast.shared("Kestrel Aerospace").employer
    cast.prospect("Kestrel Hidden")
    part = cast.client(cast.mesa_wbl).get("/log/suggest/?q=kest").content.decode()
    assert f"/employers/{works.pk}/log/" in part
    assert "Hidden" not in part


def test_themes_of_the_timeline_stand_beside_the_quick_log(cast):
    works = cast.shared("Kestrel Aerospace").employer
    happening = Happening(kind="call", summary="x", happened_on=clock.today(), themes=("Internships",))
    record_engagement(works, happening, by=cast.mesa_wbl, institution=cast.mesa)
    page = cast.client(cast.mesa_wbl).get(f"/employers/{works.pk}/").content.decode()
    assert 'data-adds="Internships" data-to="id_themes"' in page
