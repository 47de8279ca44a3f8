"""Reasons for refusing that an institution keeps: added, changed, taken out of use, and chosen from in the queue."""

import pytest

from guildhall.lib.verdicts import Conflict, Refused
from guildhall.opportunities.actions import deciding, reasons
from guildhall.opportunities.models import SavedReason
from tests.opportunities.offers import fresh, offer

pytestmark = pytest.mark.django_db
PAGE = "/opportunities/reasons/"


def kept(cast, reason="The pay is missing.", advice="Say what an hour is paid.", *, at=None, by=None):
    return reasons.add_reason(reason, advice, institution=at or cast.mesa, by=by or cast.mesa_wbl)


def test_they_are_added_changed_and_taken_out_of_use(cast, client):
    client.force_login(cast.mesa_wbl)
    client.post(PAGE, {"institution": str(cast.mesa.pk), "reason": "No pay.", "advice": "Say the pay."})
    row = SavedReason.objects.get()
    client.post(f"{PAGE}{row.pk}/", {"reason": "The pay is missing.", "advice": "Say it.", "version": row.version})
    row.refresh_from_db()
    assert (row.reason, row.advice) == ("The pay is missing.", "Say it.")
    client.post(f"{PAGE}{row.pk}/retire/", {"on": "yes"})
    assert not list(SavedReason.objects.in_use_at(cast.mesa))
    assert "Bring back" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{row.pk}/retire/", {"on": "no"})
    assert list(SavedReason.objects.in_use_at(cast.mesa)) == [row]


def test_the_queue_offers_those_in_use_of_the_own_institution(cast, client):
    employer = cast.shared("Kestrel Aerospace").employer
    row = offer(cast, employer, by="mesa_jobs")
    mine, retired = kept(cast), kept(cast, "Too far away.")
    reasons.retire_reason(retired, on=True, by=cast.mesa_wbl)
    kept(cast, "Harbor's own reason.", at=cast.harbor, by=cast.harbor_wbl)
    client.force_login(cast.mesa_wbl)
    page = client.get(f"/opportunities/{row.pk}/").content.decode()
    assert "The pay is missing." in page
    assert "Too far away." not in page
    assert "Harbor&#x27;s own" not in page
    client.post(f"/opportunities/{row.pk}/refuse/", {"saved": str(mine.pk), "version": row.version})
    assert fresh(row).refused_because == "The pay is missing."
    assert fresh(row).advice == "Say what an hour is paid."
    reasons.change_reason(mine, "No pay.", "", version=mine.version, by=cast.mesa_wbl)
    assert fresh(row).refused_because == "The pay is missing.", "what was refused keeps the words of then"


def test_whoever_approves_at_one_institution_chooses_none(cast, client):
    client.force_login(cast.mesa_wbl)
    assert f'value="{cast.mesa.pk}" selected' in client.get(PAGE).content.decode()


def test_other_institutions_read_and_change_nothing(cast, client):
    row = kept(cast)
    client.force_login(cast.harbor_wbl)
    assert "The pay is missing." not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{row.pk}/").status_code == 404
    assert client.post(f"{PAGE}{row.pk}/retire/", {"on": "yes"}).status_code == 404
    with pytest.raises(Refused):
        reasons.change_reason(row, "x", "", version=row.version, by=cast.harbor_wbl)
    client.post(PAGE, {"institution": str(cast.mesa.pk), "reason": "Planted."})
    assert not SavedReason.objects.filter(reason="Planted.").exists()
    client.force_login(cast.mesa_jobs)  # who enters, and does not approve
    assert client.get(PAGE).status_code == 403


def test_what_cannot_be_is_said_beside_what_was_typed(cast, client):
    row, other = kept(cast), kept(cast, "Too far away.")
    client.force_login(cast.mesa_wbl)
    again = {"institution": str(cast.mesa.pk), "reason": row.reason, "advice": "typed"}
    page = client.post(PAGE, again).content.decode()
    assert "is kept already" in page
    assert "typed" in page
    assert "id_reason-error" in client.post(PAGE, {"institution": str(cast.mesa.pk)}).content.decode()
    with pytest.raises(Refused, match="kept already"):
        reasons.change_reason(other, row.reason, "", version=other.version, by=cast.mesa_wbl)
    changed = reasons.change_reason(other, "Farther away.", "", version=other.version, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        reasons.change_reason(other, "Nearby.", "", version=changed.version - 1, by=cast.mesa_wbl)


def test_a_reason_that_is_given_again_and_kept_is_in_use_again(cast):
    row = kept(cast)
    reasons.retire_reason(row, on=True, by=cast.mesa_wbl)
    refused = offer(cast, cast.shared("Kestrel Aerospace").employer, by="mesa_jobs")
    said = deciding.Refusal(row.reason, kept=True)
    deciding.refuse_opportunity(refused, said, version=refused.version, by=cast.mesa_wbl)
    assert list(SavedReason.objects.in_use_at(cast.mesa)) == [row]
