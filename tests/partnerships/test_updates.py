"""Progress updates: drafted, published with figures that stay what they were, taken back, read by whom they are for."""

from datetime import timedelta

import pytest
import time_machine

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.actions import evaluating, initiatives, planning
from guildhall.partnerships.actions import updates as actions
from guildhall.partnerships.actions.evaluating import Measured
from guildhall.partnerships.actions.letters import send_letters
from guildhall.partnerships.actions.planning import Planned
from guildhall.partnerships.actions.stakeholders import Answered, Somebody, record_answer
from guildhall.partnerships.models import Initiative, ProgressUpdate, UpdateFigure
from guildhall.partnerships.queries.figures import COUNT, figures_of, page_of
from guildhall.partnerships.shown_figures import KINDS
from tests.partnerships.building import started, taken_in
from tests.partnerships.telling import accepts, drafted, public, published, written

pytestmark = pytest.mark.django_db


def words(update):
    return {one.label: one.words for one in figures_of(update)}


def test_what_was_published_keeps_its_figures_as_they_were(cast):
    """F13, G9."""
    row = started(cast)
    accepts(cast, row, "State board")
    made = drafted(cast, row)
    assert words(made) == {"Partners with a part": "1"}
    accepts(cast, row, "Chamber")
    assert words(made) == {"Partners with a part": "2"}  # a draft counts now
    made = actions.publish_update(made, version=made.version, by=cast.mesa_convener)
    counted_at = figures_of(made)[0].counted_at
    with time_machine.travel(clock.now() + timedelta(40)):
        accepts(cast, row, "Union")
        assert words(ProgressUpdate.objects.get()) == {"Partners with a part": "2"}
        assert figures_of(made)[0].counted_at == counted_at


def test_a_published_update_stands_still(cast):
    made = published(cast, started(cast))
    with pytest.raises(Refused, match="stays as it was"):
        actions.change_update(made, written("Other"), (), version=made.version, by=cast.mesa_convener)
    with pytest.raises(Refused, match="stays as it was"):
        actions.delete_update(made, version=made.version, by=cast.mesa_convener)
    with pytest.raises(Refused, match="already"):
        actions.publish_update(made, version=made.version, by=cast.mesa_convener)


def test_it_needs_two_sentences_and_an_initiative_before_the_colleagues(cast):
    row = started(cast, running=False)
    made = drafted(cast, row)
    with pytest.raises(Refused, match="before your colleagues"):
        actions.publish_update(made, version=made.version, by=cast.mesa_convener)
    initiatives.run_initiative(row, version=row.version, by=cast.mesa_convener)
    bare = drafted(cast, row, summary=" ")
    with pytest.raises(Refused, match="two sentences"):
        actions.publish_update(bare, version=bare.version, by=cast.mesa_convener)
    assert not ProgressUpdate.objects.out().exists()


def test_the_second_of_two_editors_is_stopped(cast):
    made = drafted(cast, started(cast))
    actions.change_update(made, written("Mine"), ("done",), version=1, by=cast.mesa_convener)
    with pytest.raises(Conflict):
        actions.change_update(made, written("Yours"), (), version=1, by=cast.mesa_convener)
    with pytest.raises(Conflict):
        actions.publish_update(made, version=1, by=cast.mesa_convener)


def test_every_figure_of_the_list_is_counted_defined_and_has_a_page(cast):
    row = started(cast)
    assert set(COUNT) == set(KINDS)
    made = published(cast, row, KINDS)
    shown = figures_of(made)
    assert len(shown) == len(KINDS)
    for one, kind in zip(shown, KINDS.values(), strict=True):
        assert (one.label, one.definition) == (kind.label, kind.definition)
        assert one.words
    for key in KINDS:
        assert cast.client(cast.mesa_convener).get(page_of(key, row)).status_code == 200


def test_only_figures_of_the_list_are_taken(cast):
    row, other = started(cast), started(cast, "Another")
    by = cast.mesa_convener
    ours = evaluating.add_measure(row, Measured("outcomes", "Places", "agreements", "120"), by=by)
    theirs = evaluating.add_measure(other, Measured("outcomes", "Theirs"), by=by)
    evaluating.read_measure(ours, "44", clock.today(), by=by)
    picked = ["accepted", "accepted", "salaries", f"measure:{ours.pk}", f"measure:{theirs.pk}"]
    made = published(cast, row, picked)
    assert words(made) == {"Partners with a part": "0", "Places": "44"}
    evaluating.read_measure(ours, "60", clock.today(), by=by)
    assert words(made)["Places"] == "44"


def test_a_figure_counts_nothing_of_an_employer_that_is_not_shared_with_all(cast):
    """A1: the number is the same, whatever stands behind the wall or is kept from some; the control is shared."""
    row, by = started(cast), cast.director
    kestrel, hidden = cast.shared("Kestrel Aerospace").employer, cast.shared("Hidden Works").employer
    Employer.objects.filter(pk=hidden.pk).update(audience=[cast.mesa.pk])
    keys = ("accepted", "employers", "sectors")
    made = drafted(cast, row, keys)
    before = words(made)
    assert before["Employers of the region"] == "1"
    initiatives.name_lead(row, by, by=cast.mesa_convener)
    taken = taken_in(cast, row, somebody=Somebody(employer=hidden), category="Postsecondary")
    said = Answered(accepted=True, how="spoken", on=clock.today())
    record_answer(taken, said, version=taken.version, by=cast.mesa_convener)
    assert words(made) == before
    taken = taken_in(cast, row, somebody=Somebody(employer=kestrel), category="Postsecondary")
    record_answer(taken, said, version=taken.version, by=cast.mesa_convener)
    assert words(made)["Partners with a part"] == "1"
    assert words(made)["Sectors with a voice"].startswith("1 of ")


def test_publishing_reports_the_line_of_the_plan_that_it_settles(cast):
    row, by = started(cast), cast.mesa_convener
    line = planning.plan_activity(row, Planned("A letter", "process", "communication", "parents"), by=by)
    work = planning.plan_activity(row, Planned("Hold the kickoff", "process"), by=by)
    with pytest.raises(Refused, match="communications plan"):
        drafted(cast, row, activity=work)
    made = drafted(cast, row, activity=line, settles=True)
    page = cast.client(by).get(f"/initiatives/{row.pk}/plan/?view=communication").content.decode()
    assert "The first quarter" in page
    assert f"/updates/{made.pk}/" in page
    line.refresh_from_db()
    assert line.state == "open"
    actions.publish_update(made, version=made.version, by=by)
    line.refresh_from_db()
    assert (line.state, line.result) == ("done", "The first quarter")


def test_drafts_are_read_by_those_who_lead_and_published_ones_by_all_of_the_staff(cast):
    row = started(cast)
    made = drafted(cast, row, text="A secret so far")
    assert cast.client(cast.harbor_wbl).get(f"/updates/{made.pk}/").status_code == 404
    page = cast.client(cast.harbor_wbl).get(f"/initiatives/{row.pk}/updates/").content.decode()
    assert "The first quarter" not in page
    assert "A secret so far" in cast.client(cast.mesa_convener).get(f"/updates/{made.pk}/").content.decode()
    actions.publish_update(made, version=made.version, by=cast.mesa_convener)
    assert "A secret so far" in cast.client(cast.harbor_wbl).get(f"/updates/{made.pk}/").content.decode()


def test_everybody_reads_what_is_marked_so_while_the_initiative_is_public(cast, client):
    row, by = started(cast), cast.mesa_convener
    ours, theirs = published(cast, row, title="Inside"), published(cast, row, title="Outside", public=True)
    assert client.get(f"/public/updates/{theirs.pk}/").status_code == 404  # the initiative is not public
    public(row, by)
    page = client.get(f"/public/initiatives/{row.pk}/").content.decode()
    assert "Outside" in page
    assert "Inside" not in page
    assert client.get(f"/public/updates/{ours.pk}/").status_code == 404
    read = client.get(f"/public/updates/{theirs.pk}/").content.decode()
    assert "We met twice." in read
    assert "Partners with a part" in read
    actions.withdraw_update(theirs, "Wrong number", version=theirs.version, by=by)
    assert client.get(f"/public/updates/{theirs.pk}/").status_code == 404


def test_what_is_taken_back_keeps_its_reason_and_whoever_had_it_is_told(cast):
    row, by = started(cast), cast.mesa_convener
    accepts(cast, row, "State board", email="board@partners.example")
    made = published(cast, row)
    with time_machine.travel(clock.now() + timedelta(40)):
        assert send_letters() == 1
    with pytest.raises(Refused, match="why"):
        actions.withdraw_update(made, " ", version=made.version, by=by)
    actions.withdraw_update(made, "Counted twice", version=made.version, by=by)
    mail = OutgoingEmail.objects.get(subject__startswith="Taken back")
    assert (mail.to, "Counted twice" in mail.text) == ("board@partners.example", True)
    page = cast.client(cast.harbor_wbl).get(f"/updates/{made.pk}/").content.decode()
    assert "Counted twice" in page


def test_one_is_written_and_published_on_its_pages(cast):
    row, by = started(cast), cast.mesa_convener
    client = cast.client(by)
    today = clock.today()
    typed = {"title": "Spring", "first_on": today - timedelta(9), "last_on": today, "figures": ["done", "employers"]}
    answer = client.post(f"/initiatives/{row.pk}/updates/add/", typed | {"public": "on"})
    made = ProgressUpdate.objects.get()
    assert answer.url == f"/updates/{made.pk}/"
    refused = client.post(f"/updates/{made.pk}/publish/", {"version": 1}, follow=True).content.decode()
    assert "two sentences" in refused
    changed = typed | {"summary": "Short.", "version": 1, "figures": ["done"]}
    client.post(f"/updates/{made.pk}/change/", changed)
    client.post(f"/updates/{made.pk}/publish/", {"version": 2})
    made.refresh_from_db()
    assert (made.state, [one.key for one in made.figures.all()]) == ("published", ["done"])
    assert UpdateFigure.objects.get().counted_at
    other = client.post(f"/initiatives/{row.pk}/updates/add/", typed | {"last_on": today - timedelta(30)})
    assert "It ends before it begins" in other.content.decode()


def test_somebody_else_saved_meanwhile_is_compared(cast):
    made = drafted(cast, started(cast))
    actions.change_update(made, written("Theirs"), ("done",), version=1, by=cast.mesa_convener)
    typed = {"title": "Mine", "first_on": made.first_on, "last_on": made.last_on, "figures": ["late"], "version": 1}
    page = cast.client(cast.mesa_convener).post(f"/updates/{made.pk}/change/", typed).content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    made.refresh_from_db()
    assert made.title == "Theirs"


def test_for_the_media_there_is_a_page_and_a_file(cast):
    made = published(cast, started(cast))
    client = cast.client(cast.harbor_wbl)
    page = client.get(f"/updates/{made.pk}/print/").content.decode()
    assert "Questions" in page
    assert cast.mesa_convener.email in page
    answer = client.get(f"/updates/{made.pk}/pdf/")
    assert answer.status_code == 302 or answer.content.startswith(b"%PDF")


def test_a_last_update_goes_out_after_the_end(cast):
    row, by = started(cast), cast.mesa_convener
    initiatives.end_initiative(row, "Ask sooner.", version=row.version, by=by)
    assert published(cast, Initiative.objects.get()).is_published
