"""Evaluating an initiative: two strands, both sides asked the same, nothing of fewer than five, what was done."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.actions import evaluating as actions
from guildhall.partnerships.actions.evaluating import Measured
from guildhall.partnerships.actions.stakeholders import Answered, record_answer
from guildhall.partnerships.models import Asked, Opinion
from guildhall.partnerships.queries import evaluating as queries
from guildhall.partnerships.questions import CATEGORIES, QUESTIONS, codes
from guildhall.people.models import Notice
from tests.partnerships.building import started, taken_in

pytestmark = pytest.mark.django_db


def all_of(value, full=True):
    return dict.fromkeys(codes(full), value)


def with_partners(cast, count):
    """An initiative under way with some partners who have accepted."""
    row = started(cast)
    for n in range(count):
        made = taken_in(cast, row, f"Body {n}", name=f"Person {n}", email=f"p{n}@board.example")
        said = Answered(accepted=True, how="spoken", on=clock.today())
        record_answer(made, said, version=made.version, by=cast.mesa_convener)
    return row


def opened(cast, row, kind="full"):
    return actions.open_round(row, kind, clock.today() + timedelta(7), by=cast.mesa_convener)


def links():
    mails = OutgoingEmail.objects.filter(kind="evaluation of an initiative")
    return [next(w for w in one.text.split() if "/how-it-goes/" in w).split("/")[-2] for one in mails]


def over(days=8):
    return time_machine.travel(clock.now() + timedelta(days))


def test_the_five_categories_ask_of_the_person_and_of_the_process():
    assert {category for category, _of in QUESTIONS} == {key for key, _words in CATEGORIES}
    assert len(QUESTIONS) == len(CATEGORIES) * 2 == 10


def test_measures_of_both_strands_are_read_and_what_they_read_stays(cast):
    row = started(cast)
    made = actions.add_measure(row, Measured("outcomes", "Places", target="120"), by=cast.mesa_convener)
    actions.read_measure(made, "40", clock.today() - timedelta(30), by=cast.mesa_convener)
    actions.read_measure(made, "52", clock.today(), by=cast.mesa_convener)
    with pytest.raises(Refused, match="ahead"):
        actions.read_measure(made, "60", clock.today() + timedelta(1), by=cast.mesa_convener)
    groups = dict(queries.measures(cast.harbor_wbl, row))
    assert [one.value for one in groups["outcomes"][0].readings.all()] == ["52", "40"]
    assert groups["engagement"] == []


def test_everybody_with_a_part_and_everybody_who_leads_is_asked_once(cast):
    row = with_partners(cast, 3)
    made = opened(cast, row)
    assert Asked.objects.filter(round=made, side="partners").count() == len(links()) == 3
    assert list(Asked.objects.filter(round=made, side="leads").values_list("person", flat=True)) == [
        cast.mesa_convener.pk
    ]
    assert Notice.objects.filter(person=cast.mesa_convener, event="evaluation opened").exists()
    with pytest.raises(Refused, match="open already"):
        opened(cast, row)


def test_the_link_answers_once_with_the_latest_and_opening_it_changes_nothing(cast, client):
    """N13, M16: one answer, however often it is sent; who has the link alone changes none."""
    made = opened(cast, with_partners(cast, 1))
    (secret,) = links()
    assert client.get(f"/how-it-goes/{secret}/").status_code == 200
    assert not Opinion.objects.exists()
    client.post(f"/how-it-goes/{secret}/", all_of(4) | {"words": "Good"})
    again = client.get(f"/how-it-goes/{secret}/").content.decode()
    assert "your latest answer counts" in again.lower() and "Good" in again
    client.post(f"/how-it-goes/{secret}/", all_of(1) | {"words": "Worse"})
    assert [one.answers for one in Opinion.objects.filter(round=made)] == [all_of(1)]
    other = Client()
    assert "Worse" not in other.get(f"/how-it-goes/{secret}/").content.decode()
    assert "already" in other.post(f"/how-it-goes/{secret}/", all_of(5)).content.decode()
    assert [(one.answers, one.words) for one in Opinion.objects.all()] == [(all_of(1), "Worse")]
    with over():
        assert client.get(f"/how-it-goes/{secret}/").status_code == 404


def test_each_question_is_answered_and_within_the_scale(cast, client):
    opened(cast, with_partners(cast, 1))
    (secret,) = links()
    answers = all_of(4) | {"goals_person": 9}
    assert client.post(f"/how-it-goes/{secret}/", answers).status_code == 200
    with pytest.raises(Refused, match="each question"):
        actions.give_opinion(Asked.objects.exclude(secret_hash="").get(), all_of(4) | {"goals_person": 9}, "")
    assert not Opinion.objects.exists()


def test_an_answer_cannot_be_traced_to_who_gave_it(cast, client):
    made = opened(cast, with_partners(cast, 2))
    client.post(f"/how-it-goes/{links()[0]}/", all_of(2))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM partnerships_opinion WHERE round_id = %s", [made.pk])
        names = {column.name for column in cursor.description}
    assert names == {"id", "round_id", "side", "sector_id", "answers", "words", "key_hash"}
    known = {kept(one).hex() for one in links()} | set(Asked.objects.values_list("secret_hash", flat=True))
    assert Opinion.objects.get().key_hash not in known, "the key is no secret that was mailed"
    with over(), keeping(Keeper.RETENTION, "a test"):
        actions.forget_sectors()
        assert Opinion.objects.get().key_hash == ""
    assert Opinion.objects.get().sector is None  # fewer than five of it were asked: it would name somebody
    assert "answered_at" not in {field.name for field in Asked._meta.fields}


@pytest.mark.parametrize(("count", "seen"), [(4, False), (5, True)])
def test_nothing_is_shown_while_it_is_open_nor_of_fewer_than_five(cast, client, count, seen):
    made = opened(cast, with_partners(cast, count))
    for n, secret in enumerate(links()):
        client.post(f"/how-it-goes/{secret}/", all_of(1 + n % 5) | {"words": f"word {n}"})
    assert queries.results(made, cast.mesa_convener) is None
    assert queries.words_said(made) == []
    with over():
        shown = queries.results(made, cast.mesa_convener)
        assert len(shown.lines) == 10
        assert all((line.partners is not None) == seen for line in shown.lines)
        assert all(line.leads is None for line in shown.lines)  # one lead: too few
        assert bool(queries.words_said(made)) == seen
        page = cast.client(cast.mesa_wbl).get(f"/evaluations/{made.pk}/").content.decode()
        assert ("too few" in page) and ("word 1" in page) == seen


def test_the_gap_is_the_difference_of_both_sides(cast):
    row = with_partners(cast, 5)
    made = opened(cast, row)
    Opinion.objects.bulk_create(Opinion(round=made, side="partners", answers=all_of(2)) for _n in range(5))
    Opinion.objects.bulk_create(Opinion(round=made, side="leads", answers=all_of(4)) for _n in range(5))
    with over():
        assert {line.gap for line in queries.results(made, cast.mesa_convener).lines} == {2.0}


def test_a_colleague_answers_signed_in_for_each_side_they_are_on(cast):
    made = opened(cast, with_partners(cast, 1))
    client = cast.client(cast.mesa_convener)
    assert client.get(f"/evaluations/{made.pk}/answer/").status_code == 200
    client.post(f"/evaluations/{made.pk}/answer/", all_of(5))
    client.post(f"/evaluations/{made.pk}/answer/", all_of(1))
    assert [one.answers for one in Opinion.objects.filter(side="leads")] == [all_of(1)]
    elsewhere = cast.client(cast.mesa_convener)
    assert elsewhere.post(f"/evaluations/{made.pk}/answer/", all_of(3)).status_code == 302
    assert [one.answers for one in Opinion.objects.filter(side="leads")] == [all_of(1)]
    assert cast.client(cast.harbor_wbl).get(f"/evaluations/{made.pk}/answer/").status_code == 302


def test_what_was_done_about_each_conclusion_is_kept(cast):
    made = opened(cast, with_partners(cast, 1), "temperature")
    with pytest.raises(Refused, match="end first"):
        actions.conclude(made, "Too many meetings", by=cast.mesa_convener)
    with over():
        seen = actions.conclude(made, "Too many meetings", by=cast.mesa_convener)
        seen = actions.note_done(seen, "Every second month now", version=seen.version, by=cast.mesa_convener)
        assert seen.done_on == clock.today()
        with pytest.raises(Refused):
            actions.conclude(made, "Mine", by=cast.harbor_wbl)
