"""News of the region: published, mended, and passed on inside each institution (C27, P3)."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.community import emails, rules
from guildhall.community.models import Announcement, Delivery
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.people.queries import colleges
from guildhall.store.locking import locked


@transaction.atomic
def announce(title: str, text: str, *, institution: Institution, by: Person) -> Announcement:
    """Publish news, and tell the point of contact for news of each institution below."""
    require(rules.can_announce(by, institution))
    words = {"title": title.strip(), "text": text.strip()}
    row = Announcement.objects.create(**words, institution=institution, by=by, at=clock.now())
    places = colleges().filter(lineage__contains=[institution.pk])
    Delivery.objects.bulk_create(Delivery(announcement=row, institution=place) for place in places)
    record("announce", row, by=by, after=words, institution=institution)
    emails.tell_of_news(row)
    return row


@transaction.atomic
def change_announcement(row: Announcement, title: str, text: str, *, version: int, by: Person) -> Announcement:
    """Mend the words of news; nobody is told anew."""
    news = locked(Announcement, row.pk, "institution")
    require(rules.can_announce(by, news.institution))
    if news.version != version:
        raise Conflict
    before = {"title": news.title, "text": news.text}
    news.title, news.text, news.version = title.strip(), text.strip(), news.version + 1
    news.save()
    record("change announcement", news, by=by, before=before, after={"title": news.title, "text": news.text})
    return news


@transaction.atomic
def pass_on(row: Delivery, words: str = "", *, by: Person) -> Delivery:
    """Pass news on to the colleagues of an institution: each of them is told, with the words of whoever passes it on.

    What was passed on already is not passed on twice.
    """
    delivery = locked(Delivery, row.pk, "announcement", "institution")
    require(rules.can_pass_on(by, delivery))
    if delivery.at:
        refuse("This has been passed on at {institution} already.", institution=delivery.institution)
    delivery.by, delivery.at, delivery.words = by, clock.now(), words.strip()
    delivery.save()
    after = {"news": delivery.announcement.title, "words": delivery.words}
    record("pass on news", delivery, by=by, after=after, institution=delivery.institution)
    emails.tell_colleagues(delivery)
    return delivery
