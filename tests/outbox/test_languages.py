"""Every e-mail, and every page that answers instead of another, is in the language of its reader (G6)."""

import ast
import re

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import translation

from guildhall import context
from guildhall.dashboards.queries import todo
from guildhall.employers.views import directory
from guildhall.engagements import jobs as engagement_jobs
from guildhall.engagements.actions import following
from guildhall.engagements.models import FollowUp
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import choose_language, enter_person, grant
from guildhall.people.models import Person
from guildhall.people.permissions import Role
from guildhall.prospects.actions import vetting
from tests.architecture.sources import CODE, modules, short
from tests.cast import PASSWORD, Cast

EMAILS = sorted(CODE.glob("*/templates/*/email/*.txt"))
TRANSLATED = re.compile(r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}", re.S)
TAG = re.compile(r"\{[%{].*?[%}]\}", re.S)


def english_words(template: str) -> str:
    """The letters of a template that no translation reaches."""
    return "".join(re.findall(r"[A-Za-z]+", TAG.sub("", TRANSLATED.sub("", template))))


@pytest.mark.parametrize("path", EMAILS, ids=lambda p: p.stem)
def test_no_word_of_an_email_escapes_translation(path):
    text = path.read_text()
    assert text.startswith("{% partialdef subject %}"), "its subject is a part of it"
    assert not english_words(text)


def test_such_a_word_would_be_noticed():
    assert english_words("{% if x %}Hello {{ name }}{% endif %}") == "Hello"
    assert not english_words('{% translate "Hello" %} {% blocktranslate with a=b %}Hi {{ a }}{% endblocktranslate %}')


READY_WORDS = re.compile(r"\bqueue_email\b|\bsend_mail\(|\bEmail(Multi\w+|Message)\(|\bOutgoingEmail\(")
WRITES = "guildhall/outbox/"


def test_only_the_outbox_writes_words_into_emails():
    """What is rendered elsewhere is in the language of whoever happens to cause it."""
    wrong = [short(p) for p in CODE.glob("*/emails.py") if "render_to_string" in p.read_text()]
    wrong += [short(p) for p in modules() if READY_WORDS.search(p.read_text()) and not short(p).startswith(WRITES)]
    assert not wrong, "Use outbox.actions.hand_over:\n" + "\n".join(wrong)
    assert READY_WORDS.search("    queue_email(person.email, _('Hello'), text)")


# ── Words within them ────────────────────────────────────────────────

EAGER = {"in_words", "short_moment", "short_day", "short_time", "_", "gettext", "ngettext", "pgettext"}


def eager_words(source: str) -> list[str]:
    """Calls that make words before it is known who reads them."""
    called = [part.func for part in ast.walk(ast.parse(source)) if isinstance(part, ast.Call)]
    names = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called]
    return [name for name in names if name in EAGER or re.fullmatch(r"get_\w+_display|\w+_in_words", name)]


def test_letters_are_given_values_and_no_words():
    """Days, states and lists are put into words while a letter is written, in the language of its reader."""
    wrong = {short(p): eager_words(p.read_text()) for p in CODE.glob("*/emails.py")}
    assert {path: names for path, names in wrong.items() if names} == {}, "give the value, or in_words_lazy"
    assert eager_words("short_moment(x), row.get_state_display(), in_words_lazy(x)") == [
        "short_moment", "get_state_display"
    ]  # fmt: skip


# ── E-mails ──────────────────────────────────────────────────────────


@pytest.fixture
def readers(cast: Cast) -> Cast:
    choose_language(cast.mesa_jobs, "es", by=cast.mesa_jobs)
    choose_language(cast.mesa_wbl, "en", by=cast.mesa_wbl)
    return cast


def letters(person: Person) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(to=person.email).order_by("queued_at"))


def promised(cast: Cast, owner: Person, asker: Person) -> FollowUp:
    employer = cast.shared("Kestrel Aerospace").employer
    said = following.Promise("Send the dates", owner, clock.today(), asker, None)
    return following.promise(employer, said, by=asker, institution=cast.region)


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["es", "en"])
def test_an_email_is_in_the_language_of_its_reader_and_not_of_its_cause(readers: Cast, actor):
    for reader in (readers.mesa_jobs, readers.mesa_wbl):
        with context.begun(language=actor), context.acting(readers.director):
            promised(readers, reader, readers.director)
            assert translation.get_language() == actor, "the page goes on in its own"
    spanish, english = letters(readers.mesa_jobs)[-1], letters(readers.mesa_wbl)[-1]
    assert spanish.subject == "Para usted: Send the dates"
    assert "Hola, " in spanish.text and "hasta el" in spanish.text and "Hello" not in spanish.text
    assert english.subject == "For you: Send the dates"
    assert "Hello " in english.text and "hasta" not in english.text


@pytest.mark.django_db
def test_a_job_writes_to_each_in_their_language(readers: Cast):
    for reader in (readers.mesa_jobs, readers.mesa_wbl):
        promised(readers, reader, readers.director)
    engagement_jobs.digest()
    spanish, english = letters(readers.mesa_jobs)[-1], letters(readers.mesa_wbl)[-1]
    assert (spanish.kind, spanish.subject) == ("digest", "1 asunto le espera")
    assert "Un seguimiento vence" in spanish.text and "Buenos días" in spanish.text
    assert english.subject == "1 thing waits for you"
    assert "A follow-up is due" in english.text


@pytest.mark.django_db
def test_a_stranger_is_written_to_in_the_language_of_the_installation(cast: Cast):
    contact = {"given_name": "Ana", "family_name": "Li", "email": "ana@kestrel.example"}
    with context.begun(language="es"):
        vetting.send_ready_link(
            cast.vetted("Kestrel Aerospace", address_by=cast.second, contact=contact),
            contact["email"],
            by=cast.director,
        )
    assert "Is Kestrel Aerospace ready" in OutgoingEmail.objects.get(kind="readiness").subject


@pytest.mark.django_db
def test_a_name_neither_adds_a_header_nor_is_escaped(cast: Cast):
    with context.begun():
        employer = cast.shared("Smith & <Sons>").employer
        said = following.Promise("Line\nBcc: all@people.example", cast.mesa_wbl, clock.today(), cast.director, None)
        following.promise(employer, said, by=cast.director, institution=cast.region)
    letter = letters(cast.mesa_wbl)[-1]
    assert letter.subject == "For you: Line Bcc: all@people.example"
    assert "Smith & <Sons>" in letter.text


@pytest.mark.django_db
def test_a_reset_link_is_in_the_language_of_the_account(readers: Cast, settings):
    """Whoever asks for it, and in whatever language."""
    settings.EMAIL_BACKEND = "guildhall.outbox.backend.OutboxBackend"
    for person, words in ((readers.mesa_jobs, "contraseña"), (readers.mesa_wbl, "password")):
        for language in ("en", "es"):
            Client(HTTP_ACCEPT_LANGUAGE=language).post("/account/password/reset/", {"email": person.email})
        account = [letter for letter in letters(person) if letter.kind == "account"]
        assert len(account) == 2
        assert all(words in letter.subject.lower() + letter.text.lower() for letter in account)


# ── Whose language is whose ──────────────────────────────────────────


@pytest.mark.django_db
def test_the_choice_in_the_menu_holds_for_pages_and_emails(cast: Cast):
    client = cast.client(cast.mesa_wbl)
    client.post("/language/", {"language": "es", "next": "/"})
    assert Person.objects.get(pk=cast.mesa_wbl.pk).language == "es"
    elsewhere = cast.client(cast.mesa_wbl)
    answer = elsewhere.get("/employers/", HTTP_ACCEPT_LANGUAGE="en")
    assert (answer["Content-Language"], '<html lang="es"' in answer.content.decode()) == ("es", True)
    client.post("/language/", {"language": "klingon", "next": "/"})
    assert Person.objects.get(pk=cast.mesa_wbl.pk).language == "es"


@pytest.mark.django_db
def test_the_first_sign_in_notes_the_language_of_the_browser(cast: Cast):
    person = enter_person("ana@people.example", "Ana", "Reyes", by=None, password=PASSWORD)
    grant(person, Role.WBL_COORDINATOR, cast.mesa, by=None)
    for browser, known in (("es", "es"), ("en", "es")):
        client = Client(HTTP_ACCEPT_LANGUAGE=browser)
        client.post("/account/login/", {"login": person.email, "password": PASSWORD})
        person.refresh_from_db()
        assert person.language == known, "a borrowed browser changes nothing"


# ── Pages that answer instead of another ─────────────────────────────


def _breaks(error: Exception):
    def view(*_args: object, **_kwargs: object) -> None:
        raise error

    return view


def _answers(cast: Cast, monkeypatch, language: str) -> dict[int, str]:
    """Every such page, as somebody who is signed in and whose browser asks for another language gets it."""
    other = "en" if language == "es" else "es"
    client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE=other)
    client.force_login(cast.mesa_wbl, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = [client.get("/nowhere/"), client.get("/crm/"), client.get("/employers/export/")]
    pages.append(client.post("/imports/", HTTP_X_BODY_REFUSED="1"))  # as the web server says it
    monkeypatch.setattr(directory.SEARCHES, "most", 0)
    pages.append(client.get("/employers/", {"q": "kestrel"}))
    for error in (ValueError("it holds a NUL"), ZeroDivisionError(), OperationalError()):
        monkeypatch.setattr(todo, "today", _breaks(error))
        pages.append(client.get("/"))
    return {page.status_code: page.content.decode() for page in pages}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", {400: "No se ha podido leer", 403: "Esto no se hizo", 404: "Esta página no está aquí",
                405: "ninguna página", 413: "más de lo que se puede", 429: "demasiada frecuencia",
                500: "Algo ha fallado", 503: "no está accesible"}),
        ("en", {400: "could not be read", 403: "This was not done", 404: "This page is not here",
                405: "no page at this", 413: "more than can be taken", 429: "too often",
                500: "Something broke", 503: "out of reach"}),
    ],
)  # fmt: skip
def test_every_page_that_answers_is_in_the_language_of_its_reader(cast: Cast, monkeypatch, language, words):
    choose_language(cast.mesa_wbl, language, by=cast.mesa_wbl)
    pages = _answers(cast, monkeypatch, language)
    assert set(pages) == set(words)
    for status, page in pages.items():
        assert words[status] in page, status
        assert f'<html lang="{language}"' in page, status


@pytest.mark.django_db
def test_a_stranger_is_answered_in_the_language_of_the_browser(cast: Cast):
    client = Client(HTTP_ACCEPT_LANGUAGE="es-MX,es;q=0.9", enforce_csrf_checks=True)
    assert "Esta página no está aquí" in client.get("/nowhere/").content.decode()
    assert "Este formulario ha estado abierto" in client.post("/account/login/", {}).content.decode()
    assert "Este enlace" in client.get("/ready/nothing/").content.decode()
    answer = client.get("/nowhere/", HTTP_HOST="evil.example")
    assert (answer.status_code, "No se ha podido leer" in answer.content.decode()) == (400, True)
