"""Each institution agrees and adopts at its own time; what stays within it is seen there alone (B17, H1, H3, H5)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.community.actions import adopting, challenges, processes
from guildhall.community.actions.adopting import Adopted
from guildhall.community.models import Challenge, ProcessMap
from guildhall.community.queries.adoption import overview, points_of
from guildhall.community.queries.participation import participation
from guildhall.engagements.actions.digesting import send_digests
from guildhall.engagements.queries.notices import shown
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Membership, Notice, Person
from guildhall.protocols.actions import Draft, publish

pytestmark = pytest.mark.django_db


def standing(cast, place):
    return next(row for row in overview(cast.director) if row.institution == place)


def agree(cast, **more):
    said = {"signed_by": "Dr. Reyes, president", "agreed_on": clock.today(), "by": cast.mesa_admin} | more
    return adopting.agree(cast.mesa, cast.protocol, **said)


def test_an_institution_agrees_to_a_version_once_by_name_and_day(cast):
    assert standing(cast, cast.mesa).agreement is None
    agree(cast)
    row = standing(cast, cast.mesa)
    assert (row.agreement.signed_by, row.is_current) == ("Dr. Reyes, president", True)
    with pytest.raises(Refused, match="already"):
        agree(cast)
    with pytest.raises(Refused, match="is ahead"):
        agree(cast, agreed_on=clock.today() + timedelta(1))
    assert standing(cast, cast.harbor).agreement is None


@pytest.mark.parametrize("who", ["mesa_wbl", "harbor_admin", "mesa_student"])
def test_nobody_else_agrees_for_it(cast, who):
    with pytest.raises(Refused):
        agree(cast, by=cast.people[who])


def test_what_is_adopted_planned_and_varied_is_counted_and_late_plans_stand_out(cast):
    gates, audience, vetting = (cast.clause(s) for s in ("gates", "default_audience", "vetting_criteria"))
    yesterday = clock.today() - timedelta(1)
    for clause, said in (
        (gates, Adopted("adopted")),
        (audience, Adopted("planned", yesterday)),
        (vetting, Adopted("varied", words="Two of us answer.")),
    ):
        adopting.adopt(cast.mesa, clause, said, version=0, by=cast.mesa_admin)
    row = standing(cast, cast.mesa)
    assert (row.adopted, row.planned, row.varied, row.silent, row.late) == (1, 1, 1, 4, 1)
    page = cast.client(cast.harbor_wbl).get(f"/adoption/{cast.mesa.slug}/").content.decode()
    assert "Two of us answer." in page


@pytest.mark.parametrize(
    ("said", "words"), [(Adopted("planned"), "from which day"), (Adopted("varied", words=" "), "how it is done here")]
)
def test_a_plan_has_a_day_and_another_way_has_words(cast, said, words):
    with pytest.raises(Refused, match=words):
        adopting.adopt(cast.mesa, cast.clause("gates"), said, version=0, by=cast.mesa_admin)


def test_two_who_say_it_at_once_are_told(cast):
    adopting.adopt(cast.mesa, cast.clause("gates"), Adopted("adopted"), version=0, by=cast.mesa_admin)
    with pytest.raises(Conflict):
        adopting.adopt(cast.mesa, cast.clause("gates"), Adopted("adopted"), version=0, by=cast.director)


def test_a_new_version_keeps_in_sight_what_was_said_of_the_one_before(cast):
    agree(cast)
    adopting.adopt(cast.mesa, cast.clause("gates"), Adopted("adopted"), version=0, by=cast.mesa_admin)
    drafts = [Draft("2.2", "Two gates", "Vetted and ready.", "gates"), Draft("2.9", "New", "New.")]
    new = publish(cast.region, "Vetting protocol", drafts, in_force_from=clock.today(), text="", by=None)
    row = standing(cast, cast.mesa)
    assert (row.agreement.protocol, row.is_current) == (cast.protocol, False)
    points = points_of(cast.director, cast.mesa, new)
    said = [(p.clause.number, bool(p.adoption), p.earlier) for p in points]
    assert said == [("2.2", True, True), ("2.9", False, False)]


# ── Within an institution ────────────────────────────────────────────


@pytest.fixture
def inside(cast):
    told = {"internal": True, "by": cast.mesa_wbl, "institution": cast.mesa}
    return challenges.raise_challenge("Our front desk", "Nobody answers.", **told)


def test_what_stays_within_an_institution_is_seen_there_alone(cast, inside):
    for who in ("mesa_teacher", "mesa_admin", "director", "harbor_wbl", "administrator"):
        sees = who.startswith("mesa")
        assert Challenge.objects.visible_to(cast.people[who]).filter(pk=inside.pk).exists() == sees, who
        status = cast.client(cast.people[who]).get(f"/community/{inside.pk}/").status_code
        assert status == (200 if sees else 404), who
    told = set(Notice.objects.filter(event="challenge raised").values_list("person", flat=True))
    assert cast.mesa_teacher.pk in told
    assert not told & {cast.director.pk, cast.harbor_wbl.pk}


def test_the_journal_shows_it_to_nobody_else(cast, inside):
    assert Entry.objects.get(verb="raise challenge").behind == [cast.mesa.pk]


def words_for(person):
    return [one.notice.words for one in shown(person, list(Notice.objects.filter(person=person))) if one.open]


def test_who_works_there_and_develops_no_employers_reads_its_notice(cast, inside):
    """H3: on the page and in the morning's e-mail; whoever works elsewhere by now reads it no more."""
    assert "Our front desk" in " ".join(words_for(cast.mesa_teacher))
    Notice.objects.exclude(person=cast.mesa_teacher).delete()
    send_digests()
    assert "Our front desk" in OutgoingEmail.objects.get(kind="digest", to=cast.mesa_teacher.email).text
    Membership.objects.filter(person=cast.mesa_teacher).update(institution=cast.harbor)
    assert words_for(Person.objects.get(pk=cast.mesa_teacher.pk)) == [], "the control"


def test_what_is_put_before_the_region_is_seen_by_all(cast):
    """The control."""
    row = challenges.raise_challenge("Open", "", by=cast.mesa_wbl, institution=cast.mesa)
    assert Challenge.objects.visible_to(cast.harbor_wbl).filter(pk=row.pk).exists()
    assert Entry.objects.get(verb="raise challenge").behind == []


def test_an_internal_map_stays_within_also_once_it_is_published(cast):
    row = processes.begin_map("Our way", "", internal=True, institution=cast.mesa, by=cast.mesa_admin)
    processes.save_step(row, {"title": "Call"}, step=None, version=0, by=cast.mesa_admin)
    row.refresh_from_db()
    row = processes.publish_map(row, on=True, version=row.version, by=cast.mesa_admin)
    assert ProcessMap.objects.visible_to(cast.mesa_teacher).filter(pk=row.pk).exists()
    for who in ("harbor_admin", "director"):
        assert not ProcessMap.objects.visible_to(cast.people[who]).filter(pk=row.pk).exists(), who


def test_who_takes_part_counts_what_is_put_before_the_region_alone(cast, inside):
    row = challenges.raise_challenge("Open", "", by=cast.mesa_wbl, institution=cast.mesa)
    challenges.contribute(row, "The same here.", by=cast.harbor_wbl, institution=cast.harbor)
    challenges.contribute(inside, "Yes.", by=cast.mesa_jobs, institution=cast.mesa)
    for who in ("mesa_wbl", "director"):
        parts = {part.institution: part for part in participation(cast.people[who])}
        assert (parts[cast.mesa].raised, parts[cast.mesa].said, parts[cast.mesa].people) == (1, 0, 1)
        assert (parts[cast.harbor].raised, parts[cast.harbor].said) == (0, 1)
