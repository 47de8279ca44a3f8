"""Search by name that reads names as matching does, and forgives slips."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Value
from django.db.models.functions import Replace
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from guildhall.employers import matching
from guildhall.employers.models import Contact, Employer, NameWord
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.employers.words import search_query, words_of
from guildhall.people.models import Person

MOST_WORDS = 8
MOST_RANKED = 300  # matches that are ranked; a search that finds more is better narrowed than paged
MOST_NAMED = 50
ENOUGH = 20
CORRECTIONS, NEAR = 4, 70  # words beside the typed one, and how much they look like it at least, of 100
SLIPS = 12  # words at one slip from the typed one that are tried at most
NAMED = range(4, 16)  # letters of the words of a person's name in which a slip is looked for
SHORT = range(4, 8)  # letters of words of which one slip leaves too few trigrams to know them by
MOST_PEOPLE, MOST_PEOPLE_READ = 8, 1_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Reading = list[list[str]]  # for each word of what was typed, the words that it may stand for


def searched(rows: EmployerQuerySet, q: str) -> list[UUID]:
    """The employers among `rows` that fit the searched words best, best first, at most 300.

    First the name as matching reads it, and words and beginnings of words as typed; where that finds fewer than 20,
    also words written out, written together, and corrected.
    """
    words = words_of(q)[:MOST_WORDS]
    if not words:
        return []
    typed = [[word] for word in words]
    result = _named(rows, q) | _matches(rows, [typed])
    if len(result) < ENOUGH:
        corrected = _corrections(_with_joined(words), rows)
        readings = [[[word, *corrected[word]] for word in words], *_read_as_a_name(q, words, corrected)]
        fitting = _matches(rows, readings) if readings != [typed] else {}
        result |= fitting
        if len(fitting) >= MOST_RANKED:  # more than are looked at: not all of them may have come along
            result |= _called(rows, q, corrected)
    return _ranked(result, q, words)


def _joined(name: str) -> str:
    """A name as matching reads it, without spaces: "WG Fasteners" and "W.G. Fasteners Inc." are one."""
    return matching.normal_name(name).replace(" ", "")


def _by_joined_name(rows: EmployerQuerySet) -> EmployerQuerySet:
    return rows.annotate(joined_name=Replace("normal_name", Value(" "), Value("")))  # as the index says it


def _named(rows: EmployerQuerySet, q: str) -> dict[UUID, str]:
    """Those whose whole name is, or begins with, what was typed: never lost among the many of a common word."""
    name = _joined(q)
    if not name:
        return {}
    fitting = _by_joined_name(rows).filter(joined_name__gte=name, joined_name__lt=name + "\uffff")
    return dict(fitting.order_by("joined_name").values_list("pk", "name")[:MOST_NAMED])


def _called(rows: EmployerQuerySet, q: str, corrected: dict[str, list[str]]) -> dict[UUID, str]:
    """Those whose whole name is what was typed with one word corrected."""
    words = words_of(q)
    names = {
        _joined(" ".join([*words[:n], known, *words[n + 1 :]]))
        for n, word in enumerate(words[:MOST_WORDS])
        for known in corrected[word]
    }
    if not names:
        return {}
    fitting = _by_joined_name(rows).filter(joined_name__in=sorted(names))
    return dict(fitting.order_by("sort_key").values_list("pk", "name")[:MOST_NAMED])


def _matches(rows: EmployerQuerySet, readings: Iterable[Reading]) -> dict[UUID, str]:
    """Those that hold every word of at least one reading, or a word that begins so."""
    said = dict.fromkeys(" & ".join("(" + " | ".join(map(_prefix, o)) + ")" for o in r) for r in readings)
    fitting = rows.extra(where=["search @@ to_tsquery('simple', %s)"], params=[" | ".join(said)])
    return dict(fitting.order_by("sort_key").values_list("pk", "name")[:MOST_RANKED])


def _prefix(word: str) -> str:
    return search_query([word])


def _with_joined(words: list[str]) -> list[str]:
    """The typed words, and all of them as one: "harbr line" is a slip in "Harborline"."""
    return [*words, "".join(words)[:60]] if 1 < len(words) <= 3 else words


def _read_as_a_name(q: str, words: list[str], corrected: dict[str, list[str]]) -> list[Reading]:
    """What was typed with its words written out as in normal names, and with two neighbors, or all, joined."""
    read = matching.name_words(q)[:MOST_WORDS]
    together = [[*read[:n], read[n] + read[n + 1], *read[n + 2 :]] for n in range(len(read) - 1)]
    readings = [[[word] for word in reading] for reading in (read, *together) if reading and reading != words]
    for joined in _with_joined(words)[len(words) :]:
        readings.append([[joined, *(known for known in corrected[joined] if _is_one_slip(joined, known))]])
    return readings


def _corrections(words: list[str], rows: EmployerQuerySet) -> dict[str, list[str]]:
    """Per word, those that look most like it among the words that some of `rows` hold, the nearest first.

    The table of known words holds those of hidden names too: they are left out before any is chosen, so that a hidden
    name neither corrects anything nor takes the place of a word that would (R33).
    """
    alike = _alike(words)
    there = _held_by(rows, {word for result in alike.values() for _nearness, word in result})
    corrected = {}
    for word, result in alike.items():
        known = [(nearness, other) for nearness, other in result if other in there and other != word]
        slips = sum(nearness > 100 for nearness, _other in known)
        corrected[word] = [other for _n, other in known[: min(max(CORRECTIONS, slips), SLIPS)]]
    return corrected


def _alike(words: list[str]) -> dict[str, list[tuple[float, str]]]:
    """Per word, the known words that look like it with how much, the nearest first: one slip counts as over 100."""
    tried = [(word, other) for word in words for other in _slips_of(word)]
    by_key: dict[str, set[str]] = {word: set() for word in words}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT w.word, k.word FROM unnest(%s::text[]) AS w(word)
               CROSS JOIN LATERAL (SELECT word FROM employers_nameword WHERE word %% w.word) AS k
               UNION ALL
               SELECT w.word, k.word FROM unnest(%s::text[], %s::text[]) AS w(word, other)
               JOIN employers_nameword k ON k.word = w.other""",
            [words, [word for word, _o in tried], [other for _w, other in tried]],
        )
        for word, known in cursor:
            by_key[word].add(known)
    return {word: _nearest(word, known) for word, known in by_key.items()}


def _nearest(word: str, known: Iterable[str]) -> list[tuple[float, str]]:
    scored = [(fuzz.ratio(word, k) + 100 * _is_one_slip(word, k), k) for k in known]
    return sorted((one for one in scored if one[0] >= NEAR), reverse=True)


def _is_one_slip(word: str, other: str) -> bool:
    return OSA.distance(word, other, score_cutoff=1) <= 1


def _slips_of(word: str, lengths: range = SHORT) -> set[str]:
    """Every text at one slip of the finger from a short word: a letter left out, added, changed or swapped."""
    if len(word) not in lengths or not word.isascii():
        return set()
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    result = {a + b[1:] for a, b in parts if b} | {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    result |= {a + c + b for a, b in parts for c in LETTERS} | {a + c + b[1:] for a, b in parts if b for c in LETTERS}
    return result - {word}


def _held_by(rows: EmployerQuerySet, words: set[str]) -> set[str]:
    """The words by which at least one of some employers is found."""
    if not words:
        return set()
    holding = rows.order_by().extra(where=["search @@ plainto_tsquery('simple', employers_nameword.word)"])
    return set(NameWord.objects.filter(Exists(holding), word__in=words).values_list("word", flat=True))


def _ranked(found: dict[UUID, str], q: str, words: list[str]) -> list[UUID]:
    plain, joined = " ".join(words), _joined(q)

    def rank(entry: tuple[UUID, str]) -> tuple[float, str]:
        name = " ".join(words_of(entry[1]))
        score = fuzz.WRatio(plain, name) + (30 if name == plain else 15 if name.startswith(plain) else 0)
        if score < 115 and joined and _joined(entry[1]).startswith(joined):
            score = 115  # the beginning of the name as matching reads it
        return (-score, name)

    return [pk for pk, _name in sorted(found.items(), key=rank)[:MOST_RANKED]]


def people_called(person: Person, employers: Iterable[Employer], q: str) -> list[Contact]:
    """The contacts by whose names a search found some employers, rather than by their own: hits of their own.

    They are called by every word that the employer itself does not say; a slip of the finger is forgiven, as it was
    when the employers were looked for.
    """
    words = words_of(q)[:MOST_WORDS]
    employers = list(employers)
    called = _called_by(person, employers, words)
    if called or any(not _unsaid(words, _said_by(e)) for e in employers):  # an employer was meant
        return called
    return _called_by(person, _nearly_found(person, words), words)


def _said_by(employer: Employer) -> list[str]:
    return words_of(f"{employer.name} {employer.place} {employer.domain}")


def _nearly_found(person: Person, words: list[str]) -> Iterable[Employer]:
    """The employers that are found by words at one slip from what was typed: names of people correct nobody else's."""
    slips = [sorted({_prefix(word), *(f"'{one}'" for one in _slips_of(word, NAMED))}) for word in words]
    query = " & ".join("(" + " | ".join(one) + ")" for one in slips)
    rows = Employer.objects.shared_with(person).extra(where=["search @@ to_tsquery('simple', %s)"], params=[query])
    return rows.defer("search").order_by("sort_key")[:MOST_NAMED] if words else rows.none()


def _called_by(person: Person, employers: Iterable[Employer], words: list[str]) -> list[Contact]:
    unsaid = {e.pk: _unsaid(words, _said_by(e)) for e in employers}
    by_people = [pk for pk, some in unsaid.items() if some]
    if not by_people:
        return []
    rows = Contact.objects.visible_to(person).current().filter(employer__in=by_people).select_related("employer")
    people = rows.defer("employer__search").order_by("family_name", "given_name", "pk")[:MOST_PEOPLE_READ]
    called = [one for one in people if not _unsaid(unsaid[one.employer_id], words_of(one.name))]
    return sorted(called, key=lambda one: by_people.index(one.employer_id))[:MOST_PEOPLE]


def _unsaid(words: Iterable[str], said: Sequence[str]) -> list[str]:
    """The words that none of those said begins with, nor would but for one slip of the finger."""
    return [word for word in words if not any(one.startswith(word) or _nearly_begins(one, word) for one in said)]


def _nearly_begins(said: str, word: str) -> bool:
    return len(word) >= SHORT.start and (_is_one_slip(word, said) or _is_one_slip(word, said[: len(word)]))
