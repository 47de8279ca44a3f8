"""Names and people of lists that somebody settles: reversible, and remembered for the next list (F23, M12)."""

import pytest
from django.urls import reverse

from guildhall.context import acting
from guildhall.employers.models import Employer
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.placements.actions import settling
from guildhall.placements.models import Experience, Host, SamePerson
from guildhall.placements.queries.joining import pairs
from guildhall.students.actions.entering import StudentFacts, register
from tests.cast import Cast
from tests.placements.test_accomplishments import bring, figures, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def line(n, number, name, host="Kestrel"):
    return [f"R{n}", number, name, "Student", host, "Job shadow", "2018-05-01", "", "", "Completed"]


@pytest.fixture
def waiting(cast: Cast, tmp_path, capsys):
    """A name that may be one of two employers in sight, so that it waits."""
    for name in ("Kestrel Aerospace", "Kestral Aerospace"):
        cast.shared(name)
    row = Host.objects.create(institution=cast.mesa, name="Kestrel Aerospace", key="kestrel aerospace")
    bring(written(tmp_path, [line(1, "S1", "")]), cast, capsys, "--apply")
    Experience.objects.update(host=row)
    return row


def test_a_name_is_settled_and_taken_back(cast: Cast, waiting):
    client = cast.client(cast.mesa_wbl)
    link = reverse("host", args=[waiting.pk])
    assert link in client.get(reverse("hosts")).content.decode()
    page = client.get(reverse("host", args=[waiting.pk])).content.decode()
    assert page.count("It is this one") == 1, "the likely one"
    assert "Kestral Aerospace" in client.get(reverse("host", args=[waiting.pk]) + "?q=kestral").content.decode()
    north = Employer.objects.get(name="Kestral Aerospace")
    client.post(reverse("host-means", args=[waiting.pk]), {"employer": north.pk, "version": waiting.version})
    waiting.refresh_from_db()
    assert waiting.employer == north
    assert link not in client.get(reverse("hosts")).content.decode()
    assert link in client.get(reverse("hosts") + "?view=done").content.decode()
    with pytest.raises(Refused):
        settling.leave_host_alone(waiting, version=waiting.version, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        settling.unsettle_host(waiting, version=waiting.version - 1, by=cast.mesa_wbl)
    client.post(reverse("host-undo", args=[waiting.pk]), {"version": waiting.version})
    waiting.refresh_from_db()
    assert waiting.employer is None and not waiting.is_settled


def test_a_name_counts_by_itself_where_somebody_says_so(cast: Cast, waiting, capsys):
    """Also where another institution means an employer by the same name."""
    other = cast.shared("Kestrel Works").employer
    Host.objects.create(institution=cast.harbor, name="Kestrel Aerospace", key=waiting.key, employer=other)
    Experience.objects.create(
        institution=cast.harbor, person="x", activity="job_shadow", start_on="2018-05-01", status="completed",
        mark="x", host=Host.objects.get(institution=cast.harbor),
    )  # fmt: skip
    assert figures(capsys)[2018, "job_shadow"] == (2, 1)
    settling.leave_host_alone(waiting, version=waiting.version, by=cast.mesa_wbl)
    assert figures(capsys)[2018, "job_shadow"] == (2, 2)
    waiting.refresh_from_db()
    settling.unsettle_host(waiting, version=waiting.version, by=cast.mesa_wbl)
    assert figures(capsys)[2018, "job_shadow"] == (2, 1)


def test_a_new_employer_is_opened_by_the_one_door(cast: Cast, waiting):
    named = Host.objects.create(institution=cast.mesa, name="Kestral Aerospace", key="k n")
    with pytest.raises(Refused, match="stands in the directory"):
        settling.settle_as_new(named, version=1, by=cast.mesa_wbl)
    hidden = cast.prospect("Zephyr Dynamics", holder=cast.harbor, by=cast.harbor_wbl)
    new = Host.objects.create(institution=cast.mesa, name="Quite Another Foundry", key="quite another foundry")
    settling.settle_as_new(new, version=1, by=cast.mesa_wbl)
    new.refresh_from_db()
    assert new.employer.name == "Quite Another Foundry" and new.employer.holder == cast.mesa
    assert new.employer.posted_at is None, "a lead, as every employer begins"
    assert hidden.employer.holder == cast.harbor
    behind = Host.objects.create(institution=cast.mesa, name="Zephyr Dynamics", key="zephyr dynamics")
    with pytest.raises(Refused, match="A regional relationship is under way"):
        settling.settle_as_new(behind, version=1, by=cast.mesa_wbl)


def test_nobody_settles_the_names_of_others(cast: Cast, waiting):
    assert cast.client(cast.harbor_wbl).get(reverse("host", args=[waiting.pk])).status_code == 404
    assert cast.client(cast.mesa_teacher).get(reverse("hosts")).status_code == 403
    with pytest.raises(Refused):
        settling.leave_host_alone(waiting, version=1, by=cast.harbor_wbl)
    hidden = cast.client(cast.mesa_wbl).post(reverse("host-means", args=[waiting.pk]), {"employer": "x", "version": 1})
    assert hidden.status_code == 404


def test_who_was_listed_by_name_first_and_by_number_later_counts_once(cast: Cast, tmp_path, capsys):
    bring(written(tmp_path, [line(1, "", "Ana Ruiz"), line(2, "", "Bo Lee")]), cast, capsys, "--apply")
    later = [line(3, "S1", "Ruiz, Ana"), line(4, "S2", "Bo Lee"), line(5, "S3", "LEE, BO")]
    bring(written(tmp_path, later, name="later.csv"), cast, capsys, "--apply")
    assert figures(capsys)[2018, "job_shadow"][0] == 5
    client = cast.client(cast.mesa_wbl)
    page = client.get(reverse("same-people")).content.decode()
    assert "Ana Ruiz" in page and "Bo Lee" not in page, "two of that name have a number"
    with acting(cast.mesa_wbl):
        pair = pairs(cast.mesa_wbl)[0]
    client.post(reverse("same-people-join"), {"institution": cast.mesa.pk, "named": pair.named})
    assert figures(capsys)[2018, "job_shadow"][0] == 4
    again = [line(6, "", "RUIZ, Ana", "Hawk Marine")]
    bring(written(tmp_path, again, name="again.csv"), cast, capsys, "--apply")
    assert figures(capsys)[2018, "job_shadow"][0] == 4, "it is remembered"
    row = SamePerson.objects.get()
    client.post(reverse("same-people-part", args=[row.pk]))
    assert figures(capsys)[2018, "job_shadow"][0] >= 4
    row.refresh_from_db()
    assert row.ended_by == cast.mesa_wbl and not Experience.objects.exclude(same_as="").exists()


def test_whoever_is_joined_is_the_student_too(cast: Cast, tmp_path, capsys):
    bring(written(tmp_path, [line(1, "", "Ana Ruiz")]), cast, capsys, "--apply")
    bring(written(tmp_path, [line(2, "S1", "Ana Ruiz")], name="b.csv"), cast, capsys, "--apply")
    settling.join_people(cast.mesa, Experience.objects.get(person_number="").person, by=cast.mesa_wbl)
    student = register(cast.mesa, StudentFacts("Ana", "Ruiz", number="S1"), by=cast.mesa_wbl).student_id
    bring(written(tmp_path, [line(3, "S1", "Ana Ruiz", "Hawk Marine")], name="c.csv"), cast, capsys, "--apply")
    assert set(Experience.objects.values_list("student", flat=True)) == {student}
    settling.part_people(SamePerson.objects.get(), by=cast.mesa_wbl)
    assert Experience.objects.get(person_number="").student_id is None


def test_only_who_keeps_the_students_joins_them(cast: Cast, tmp_path, capsys):
    bring(written(tmp_path, [line(1, "", "Ana Ruiz")]), cast, capsys, "--apply")
    bring(written(tmp_path, [line(2, "S1", "Ana Ruiz")], name="b.csv"), cast, capsys, "--apply")
    named = Experience.objects.get(person_number="").person
    for who in ("harbor_wbl", "mesa_jobs", "director"):
        with pytest.raises(Refused):
            settling.join_people(cast.mesa, named, by=cast.people[who])
    with pytest.raises(Refused, match="no longer exactly one"):
        settling.join_people(cast.mesa, "student nobody", by=cast.mesa_wbl)
