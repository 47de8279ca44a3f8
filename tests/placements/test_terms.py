"""Terms to attest: who is to stand by which figures until when, who is reminded, and what is open (N17, B13)."""

from datetime import timedelta

import pytest

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.models import Notice
from guildhall.placements.actions.attesting import Term, attest, withdraw
from guildhall.placements.actions.terms import drop_term, remind_of_terms, set_term
from guildhall.placements.models import DueTerm, Experience
from guildhall.placements.queries.terms import to_attest
from guildhall.stewardship.actions.erasing_students import erase_at
from guildhall.students.actions.entering import StudentFacts, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(cast):
    """A term of the region that ended ten days ago and is due in twenty; Mesa has a row in it, Harbor has one too."""
    today = clock.today()
    for place in (cast.mesa, cast.harbor):
        experience(place, "first")
    first, last = today - timedelta(120), today - timedelta(10)
    return set_term(cast.region, "Spring", first, last, today + timedelta(20), by=cast.director)


def experience(place, mark, **facts):
    return Experience.objects.create(
        institution=place, person=f"number {mark}", activity="job_shadow", mark=mark, status="completed",
        start_on=clock.today() - timedelta(30), **facts,
    )  # fmt: skip


def state(term):
    return {line.institution.code: (line.last is not None, line.changed) for line in to_attest([term])}


def told():
    return sorted(Notice.objects.filter(event="figures due").values_list("person__email", flat=True))


def test_each_institution_with_rows_attests_and_what_came_since_opens_it_again(cast, term):
    assert state(term) == {cast.mesa.code: (False, False), cast.harbor.code: (False, False)}
    row = attest(cast.mesa, Term(term.first_on, term.last_on), by=cast.mesa_wbl)
    assert state(term)[cast.mesa.code] == (True, False)
    late = experience(cast.mesa, "late")
    assert state(term) == {cast.mesa.code: (True, True), cast.harbor.code: (False, False)}
    again = attest(cast.mesa, Term(term.first_on, term.last_on), by=cast.mesa_wbl)
    assert state(term)[cast.mesa.code] == (True, False)
    late.delete()
    assert state(term)[cast.mesa.code] == (True, True), "what went since is a change as well"
    for one in (row, again):
        one.refresh_from_db()
        withdraw(one, "A list was wrong", version=one.version, by=cast.mesa_wbl)
    assert state(term)[cast.mesa.code] == (False, False)


def test_a_student_who_is_erased_changes_no_attested_figure(cast, term):
    """Of the row goes what lists called the student; that it counts, and as whom, stays (G7)."""
    ana = register(cast.mesa, StudentFacts("Ana", "Quill", email="ana@s.example", number="S7"), by=cast.mesa_wbl)
    row = experience(cast.mesa, "hers", student=ana.student, person_name="Ana Quill", same_as="number s7")
    attest(cast.mesa, Term(term.first_on, term.last_on), by=cast.mesa_wbl)
    with keeping(Keeper.ERASURE, "a test"):
        erase_at(cast.mesa, "ana@s.example", by=None)
    row.refresh_from_db()
    assert (row.person, row.same_as, row.person_name) == (f"erased {ana.student_id}", "", "")
    assert state(term)[cast.mesa.code] == (True, False)
    Experience.objects.filter(pk=row.pk).update(student=None)
    assert state(term)[cast.mesa.code] == (True, True), "the control: counted as somebody else, it has changed"


def test_an_attestation_of_a_part_of_the_term_is_none(cast, term):
    attest(cast.mesa, Term(term.first_on + timedelta(1), term.last_on), by=cast.mesa_wbl)
    assert state(term)[cast.mesa.code] == (False, False)


def test_who_attests_is_reminded_once_before_and_once_after(cast, term):
    assert remind_of_terms() == 0, "twenty days are left"
    attest(cast.harbor, Term(term.first_on, term.last_on), by=cast.harbor_wbl)
    with clock.at(clock.now() + timedelta(8)):
        assert remind_of_terms() == 1
        ahead = told()
        assert cast.mesa_wbl.email in ahead and cast.harbor_wbl.email not in ahead
        assert remind_of_terms() == 1
        assert told() == ahead, "nobody hears it twice"
    with clock.at(clock.now() + timedelta(22)):
        remind_of_terms()
        assert len(told()) == 2 * len(ahead)
    with clock.at(clock.now() + timedelta(40)):
        assert remind_of_terms() == 0


def test_a_term_is_set_by_who_attests_there(cast, term):
    today = clock.today()
    days = (today - timedelta(9), today - timedelta(2))
    for by, place in ((cast.harbor_wbl, cast.mesa), (cast.mesa_jobs, cast.mesa), (cast.mesa_wbl, cast.region)):
        with pytest.raises(Refused):
            set_term(place, "Fall", *days, today, by=by)
    with pytest.raises(Refused, match="after it has ended"):
        set_term(cast.mesa, "Fall", *days, days[1], by=cast.mesa_wbl)
    with pytest.raises(Refused, match="there already"):
        set_term(cast.region, "Again", term.first_on, term.last_on, today, by=cast.director)
    own = set_term(cast.mesa, "Fall", *days, today, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        drop_term(own, by=cast.harbor_wbl)
    drop_term(own, by=cast.mesa_admin)
    assert list(DueTerm.objects.all()) == [term]


def test_the_page_says_what_is_open_and_leads_to_attesting_it(cast, term):
    client = cast.client(cast.mesa_wbl)
    page = client.get("/accomplishments/terms/").content.decode()
    assert "Spring" in page and "to be attested" in page
    assert str(cast.harbor) not in page.split("Ask for another term")[0], "another institution is not one's own"
    form = client.get(f"/accomplishments/attest/?term={term.pk}&at={cast.mesa.slug}").content.decode()
    assert term.first_on.isoformat() in form or str(term.first_on.day) in form
    director = cast.client(cast.director).get("/accomplishments/terms/").content.decode()
    assert str(cast.harbor) in director and str(cast.mesa) in director
    assert client.get("/accomplishments/attest/?term=nonsense&at=nonsense").status_code == 200
