"""Blocking keys: short strings that two records of one employer nearly always have in common."""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

from guildhall.employers.matching.addresses import Street, city_name, split_street, zip5
from guildhall.employers.matching.contacts import ein_digits, phone_digits, registered_domain
from guildhall.employers.matching.names import fold, name_forms
from guildhall.employers.matching.records import Record
from guildhall.employers.matching.vocabulary import COMMON_WORDS

_NOT_SKELETON = str.maketrans("", "", "aeiouyhw")


class Normal(NamedTuple):
    """A record in normal form; every text may be empty."""

    forms: tuple[str, ...]
    street: Street
    city: str
    state: str
    zip: str
    phone: str
    domain: str
    ein: str


def normal_record(record: Record) -> Normal:
    """Bring all fields of a record to their normal form."""
    forms = name_forms(record.name)
    for other in record.other_names:
        forms += tuple(form for form in name_forms(other) if form and form not in forms)
    return Normal(
        forms,
        split_street(record.street),
        city_name(record.city),
        fold(record.state).strip(),
        zip5(record.zip),
        phone_digits(record.phone),
        registered_domain(record.domain),
        ein_digits(record.ein),
    )


def _skeleton(word: str) -> str:
    """A word without vowels and doubled letters, so that most slips of the finger leave it alone."""
    bare = word[0] + word[1:].translate(_NOT_SKELETON)
    return "".join(c for i, c in enumerate(bare) if i == 0 or c != bare[i - 1])


def _telling_first(words: list[str]) -> list[str]:
    """Words with the least common first; length stands in for rarity."""
    return sorted(words, key=lambda w: (w in COMMON_WORDS, -min(len(w), 6)))


def contact_keys(record: Normal) -> list[str]:
    """Keys of numbers, web domain and address."""
    results = []
    if record.ein:
        results.append("e:" + record.ein)
    if record.domain:
        results.append("d:" + record.domain)
    if record.phone:
        results.append("q:" + record.phone[-7:])  # meets numbers written without area code
    house, _, street = record.street
    if house and street:
        results.append(f"b:{house} {street}")
        if record.zip:
            results.append(f"h:{house}:{record.zip}")  # meets a misspelled street
    return results


def place_keys(record: Normal) -> list[str]:
    """Keys of the most telling words of the leading name, each within a place."""
    words = _telling_first(record.forms[0].split())
    results = []
    if words and record.zip:
        results += [f"w:{word[:6]}:{record.zip}" for word in words[:2]]
    if words and record.city:
        results.append(f"v:{words[0]}:{record.city}")
    return results


def whole_file_keys(record: Normal) -> list[str]:
    """Name keys for comparing a whole file at once, where a name without a place links nothing anyway."""
    results = []
    words = _telling_first(record.forms[0].split())
    if record.zip and words:
        results = [f"w:{word[:6]}:{record.zip}" for word in words[:2]]
        results.append(f"z:{record.forms[0]}:{record.zip}")
    if record.city and words:  # meets most slips where one of the two has no ZIP code
        results.append(f"v:{' '.join(sorted(word[:5] for word in words[:2]))}:{record.city}")
    return results


def name_keys(record: Normal) -> list[str]:
    """Keys of whole names: word order does not count, and some survive one typing error."""
    results = []
    for form in record.forms[:2]:
        words = sorted(form.split())
        if words:
            results.append("n:" + " ".join(words))
            results.append("j:" + form.replace(" ", ""))  # meets words written together or apart
    words = record.forms[0].split()
    if words:
        results.append("s:" + " ".join(sorted(_skeleton(word) for word in words)))
    return results


def typing_keys(record: Normal) -> list[str]:
    """Head and tail of the most telling word with the initials of the others: one error leaves one of them whole."""
    words = _telling_first(record.forms[0].split())
    if not words or len(words[0]) < 5:
        return []
    others = "".join(sorted(word[0] for word in words[1:]))
    return [f"x:{words[0][:4]}:{others}", f"y:{words[0][-4:]}:{others}"]


# How much sharing a key of each kind says; what shares least is compared last, or not at all.
WEIGHTS = {"e": 6, "d": 5, "p": 5, "a": 5, "b": 4, "n": 4, "j": 3, "q": 2, "h": 2, "v": 2, "w": 2}


def text_keys(normal: Normal) -> set[str]:
    """The blocking keys of a record as they read."""
    result = contact_keys(normal) + place_keys(normal) + name_keys(normal) + typing_keys(normal)
    if len(normal.phone) > 7:
        result.append("p:" + normal.phone)
    house, _, street = normal.street
    if house and street and normal.zip:
        result.append(f"a:{house} {street}:{normal.zip}")
    return set(result)


def _number(key: str) -> int:
    """Keys are stored as numbers of 32 bits: two texts with one number only bring one pair more to be judged."""
    return crc32(key.encode()) - 0x80000000


def keys(record: Record | Normal) -> frozenset[int]:
    """Blocking keys to store for a record, at most eighteen; records that share none are hardly one employer."""
    normal = record if isinstance(record, Normal) else normal_record(record)
    return frozenset(map(_number, text_keys(normal)))


def weighted_keys(normal: Normal) -> dict[int, int]:
    """The blocking keys of a record, each with what sharing it says."""
    return {_number(key): WEIGHTS.get(key[0], 1) for key in text_keys(normal)}
