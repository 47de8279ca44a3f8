"""What speaks for and against two rows being one employer, as parallel arrays with one entry for each pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from guildhall.employers.matching.addresses import BOX
from guildhall.employers.matching.columns import Columns
from guildhall.employers.matching.names import is_acronym_of, is_distinctive, kinds, marks, telling

OTHER, MISSING, NEAR, SAME = -1, 0, 1, 2
CONTAINED_LIKENESS = 0.86  # all words of the shorter name occur in the longer one
ACRONYM_LIKENESS = 0.88  # likely where the domain, the telephone or the address agree, and not by a place alone
SPACING_LIKENESS = 0.97  # only the spaces differ
SISTER_LIKENESS = 0.45  # North and East, Local 481 and Local 542, a college and its foundation
COUNT_FROM = 1_000  # smaller files say nothing about how common a name is
HOMES_FROM, NEARLY_ALL = 10_000, 0.75  # smaller files say nothing about whether a name is that of a chain
NEXT_DOOR = 8  # house numbers this close are often one building
ACCIDENT = 0.03  # expected bearers of the name in one place below which a meeting is no accident


@dataclass(slots=True)
class Names:
    """Knowledge about each distinct name of a file."""

    text: list[str]
    telling: list[str]
    distinctive: np.ndarray  # rare by its words
    marked: np.ndarray  # holds a number or a direction
    kind: np.ndarray  # a foundation, a booster club and the like
    words: np.ndarray  # how many it has
    count: np.ndarray | None = None  # how often each occurs, when a whole file is at hand
    home: np.ndarray | None = None  # in a large file, the city of nearly all that bear it, or 0


@dataclass(slots=True)
class Evidence:
    """Parallel arrays; `name` is a likeness of 0..1, the others are OTHER, MISSING, NEAR or SAME, or yes or no."""

    name: np.ndarray
    same_name: np.ndarray
    alias: np.ndarray  # the best name pair is not the two leading names
    distinctive: np.ndarray
    address: np.ndarray
    zip: np.ndarray
    city: np.ndarray
    state: np.ndarray
    phone: np.ndarray
    domain: np.ndarray
    ein: np.ndarray
    local: np.ndarray  # in a large file, nearly all that bear either name are in the city of both rows


def name_knowledge(columns: Columns, whole_file: bool = False) -> Names:
    """Look once at every distinct name; in a whole file also count how often each occurs."""
    text = columns.texts["name"]
    rare = [telling(t) for t in text]
    distinctive = np.fromiter(map(is_distinctive, text, rare), dtype=bool, count=len(text))
    count = np.bincount(columns.arrays["name"], minlength=len(text)) if whole_file else None
    home = _homes(columns, len(text)) if whole_file and len(columns) >= HOMES_FROM else None
    marked = np.fromiter((bool(marks(t)) for t in text), dtype=bool, count=len(text))
    kind = np.fromiter((bool(kinds(t)) for t in text), dtype=bool, count=len(text))
    words = np.fromiter((t.count(" ") + 1 for t in text), dtype=np.int16, count=len(text))
    return Names(text, rare, distinctive, marked, kind, words, count, home)


def _homes(columns: Columns, names: int) -> np.ndarray:
    """Per name the city of nearly all its bearers: a chain has several, and whoever moved within a city has not."""
    known = columns.arrays["city"] > 0
    name, city = columns.arrays["name"][known], columns.arrays["city"][known]
    pairs, counts = np.unique(name.astype(np.int64) << 32 | city, return_counts=True)
    bearers = np.bincount(name, minlength=names)
    name, home = pairs >> 32, np.zeros(names, dtype=np.int32)
    most = counts >= NEARLY_ALL * bearers[name]
    home[name[most]] = (pairs & 0xFFFFFFFF)[most]
    return home


def _ratio(left: list[str], right: list[str], scorer: Callable[..., float], workers: int) -> np.ndarray:
    return process.cpdist(left, right, scorer=scorer, dtype=np.float32, workers=workers) / 100


def name_likeness(names: Names, a: np.ndarray, b: np.ndarray, workers: int = 1) -> np.ndarray:
    """Likeness 0..1 of name numbers `a` and `b`; exactly 1 only for equal names regardless of word order."""
    result = np.where((a == b) & (a > 0), np.float32(1), np.float32(0))
    todo = np.flatnonzero((a != b) & (a > 0) & (b > 0))
    whole_names = left, right = [names.text[i] for i in a[todo]], [names.text[i] for i in b[todo]]
    whole = np.maximum(_ratio(left, right, fuzz.ratio, workers), _ratio(left, right, fuzz.token_sort_ratio, workers))
    within = _ratio(left, right, fuzz.token_set_ratio, workers) >= 1
    left, right = [names.telling[i] for i in a[todo]], [names.telling[i] for i in b[todo]]
    has = np.fromiter((bool(x) + bool(y) for x, y in zip(left, right, strict=True)), dtype=np.int8, count=len(todo))
    rare = np.maximum(_ratio(left, right, fuzz.ratio, workers), _ratio(left, right, fuzz.token_sort_ratio, workers))
    slip = process.cpdist(*whole_names, scorer=OSA.distance, score_cutoff=1, dtype=np.int32) <= 1
    # A common word with a slip looks like a telling one: "Mettro Architects".
    mixed = np.where(has == 2, 0.5 * whole + 0.5 * rare, np.where(has == 1, np.where(slip, 0.95, 0.85) * whole, whole))
    # A shared "day care center" is no containment: a telling word must be among the shared ones.
    within &= (has == 2) & (_ratio(left, right, fuzz.token_set_ratio, workers) >= 1)
    mixed = np.where(within, np.maximum(mixed, CONTAINED_LIKENESS), mixed)
    mixed = _spelled_otherwise(names, a[todo], b[todo], whole, mixed)
    mixed = np.where(whole >= 1, 1, np.minimum(mixed, 0.99))
    result[todo] = np.where(_sisters(names, a[todo], b[todo]), np.minimum(mixed, SISTER_LIKENESS), mixed)
    return result


def _spelled_otherwise(
    names: Names, a: np.ndarray, b: np.ndarray, whole: np.ndarray, likeness: np.ndarray
) -> np.ndarray:
    """Raise the likeness of names that differ in spaces only ("Micro soft"), and of an acronym and its words."""
    for i in np.flatnonzero((whole >= 0.85) & (likeness < SPACING_LIKENESS)):
        if names.text[a[i]].replace(" ", "") == names.text[b[i]].replace(" ", ""):
            likeness[i] = SPACING_LIKENESS
    apart = names.words[a] != names.words[b]
    for i in np.flatnonzero(apart & (likeness < ACRONYM_LIKENESS)):
        short, long = sorted((names.text[a[i]], names.text[b[i]]), key=len)
        if is_acronym_of(short, long):
            likeness[i] = ACRONYM_LIKENESS
    return likeness


def _sisters(names: Names, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether both names are numbered or bear a direction, but not the same; or only one is a foundation and so on."""
    result = names.marked[a] & names.marked[b]
    for i in np.flatnonzero(result):
        result[i] = marks(names.text[a[i]]).isdisjoint(marks(names.text[b[i]]))
    for i in np.flatnonzero(names.kind[a] | names.kind[b]):
        result[i] |= kinds(names.text[a[i]]) != kinds(names.text[b[i]])
    return result


def _agreement(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.where((a == 0) | (b == 0), MISSING, np.where(a == b, SAME, OTHER)).astype(np.int8)


def _phones(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Numbers without area code agree with those that end alike."""
    short = (a < 10_000_000) | (b < 10_000_000)
    same = (a == b) | (short & (a % 10_000_000 == b % 10_000_000))
    return np.where((a == 0) | (b == 0), MISSING, np.where(same, SAME, OTHER)).astype(np.int8)


def _distinctive(columns: Columns, names: Names, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether meeting these two names in one place is no accident: by their words or, in a file, by their number."""
    name = columns.arrays["name"]
    by_words = names.distinctive[name[a]] & names.distinctive[name[b]]
    if names.count is None or len(columns) < COUNT_FROM:
        return by_words
    code = columns.arrays["zip"]
    share = np.bincount(code)[code[a]] / len(columns)  # of the file in the same ZIP code
    expected = np.maximum(names.count[name[a]], names.count[name[b]]) * share
    return np.where(code[a] > 0, by_words & (expected < 1) | (expected < ACCIDENT), by_words)


def _cities(columns: Columns, a: np.ndarray, b: np.ndarray, zips: np.ndarray) -> np.ndarray:
    """Agreement of cities; one ZIP code may have several city names, and a misspelled city is no other city."""
    city, text = columns.arrays["city"], columns.texts["city"]
    result = _agreement(city[a], city[b])
    todo = np.flatnonzero((result == OTHER) & (zips == MISSING))
    alike = _ratio([text[i] for i in city[a[todo]]], [text[i] for i in city[b[todo]]], fuzz.ratio, 1)
    result[todo[alike >= 0.85]] = NEAR
    return np.where((result == OTHER) & (zips == SAME), NEAR, result).astype(np.int8)


def _slip_in_number(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """House numbers next door, or with one digit wrong, missing, added or swapped with its neighbor."""
    result = np.abs(a - b) <= NEXT_DOOR
    todo = np.flatnonzero(~result & (np.minimum(a, b) >= 100))
    left, right = [str(x) for x in a[todo].tolist()], [str(x) for x in b[todo].tolist()]
    result[todo] = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.int32) <= 1
    return result


def _addresses(columns: Columns, a: np.ndarray, b: np.ndarray, workers: int) -> np.ndarray:
    """SAME house and street, NEAR with a slip in one of them, else OTHER."""
    c, streets = columns.arrays, columns.texts["street"]
    street_a, street_b, house_a, house_b = c["street"][a], c["street"][b], c["house"][a], c["house"][b]
    box = streets.index(BOX) if BOX in streets else -1
    # A post office box is neither the same as a street address nor another site.
    known = (street_a > 0) & (street_b > 0) & ((street_a == box) == (street_b == box))
    way = (c["direction"][a] == c["direction"][b]) | (c["direction"][a] == 0) | (c["direction"][b] == 0)
    alike = np.where(street_a == street_b, np.float32(1), np.float32(0))
    same_zip = c["zip"][a] == c["zip"][b]
    close = (house_a == house_b) | (same_zip & (np.abs(house_a - house_b) <= NEXT_DOOR))
    todo = np.flatnonzero(known & (street_a != street_b) & close)
    left, right = [streets[i] for i in street_a[todo]], [streets[i] for i in street_b[todo]]
    part = np.where(_ratio(left, right, fuzz.partial_ratio, workers) >= 1, 0.8, 0)
    alike[todo] = np.maximum(_ratio(left, right, fuzz.ratio, workers), part)
    slip = np.zeros(len(a), dtype=bool)
    todo = np.flatnonzero(known & (alike >= 0.9) & way & (house_a != house_b) & (house_a > 0) & (house_b > 0))
    slip[todo] = _slip_in_number(house_a[todo], house_b[todo])
    same = known & (house_a == house_b) & (alike >= 0.75) & way & (house_a > 0)
    near = known & ((house_a == house_b) & (alike >= 0.75) | slip)
    result = np.where(same, SAME, np.where(near, NEAR, OTHER))
    return np.where(known, result, MISSING).astype(np.int8)


def _form_likeness(columns: Columns, names: Names, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Best likeness over the second and later names; 0 for pairs where neither side has any."""
    best = np.zeros(len(a), dtype=np.float32)
    if not len(columns.form_row):
        return best
    count = np.bincount(columns.form_row, minlength=len(columns))
    start = np.cumsum(count) - count
    leading = columns.arrays["name"]
    for pair in np.flatnonzero(count[a] + count[b] > 0):
        sides = []
        for row in (a[pair], b[pair]):
            more = columns.form_name[start[row] : start[row] + count[row]]
            sides.append(np.r_[leading[row], more])
        left, right = np.repeat(sides[0], len(sides[1])), np.tile(sides[1], len(sides[0]))
        best[pair] = name_likeness(names, left, right, 1).max()
    return best


def facts(columns: Columns, names: Names, a: np.ndarray, b: np.ndarray, workers: int = 1) -> Evidence:
    """All evidence on row pairs (`a[i]`, `b[i]`) but the likeness of names, which is taken to be perfect."""
    c = columns.arrays
    zips = _agreement(c["zip"][a], c["zip"][b])
    cities = _cities(columns, a, b, zips)
    address = _addresses(columns, a, b, workers)
    address[(address >= NEAR) & (zips == OTHER) & (cities == OTHER)] = OTHER  # every town has a Main Street
    address[(address == NEAR) & (zips == OTHER)] = OTHER
    local, phone = _local(columns, names, a, b), _phones(c["phone"][a], c["phone"][b])
    # Whoever moved within the city took the name along, or the telephone: addresses do not speak against it.
    moved = local | (names.home is not None) & (phone == SAME) & (cities == SAME)
    address[moved & (address == OTHER)] = MISSING
    zips[local & (zips == OTHER)] = MISSING
    every = np.ones(len(a), dtype=bool)
    return Evidence(
        name=np.ones(len(a), dtype=np.float32),
        same_name=every,
        alias=~every,
        distinctive=_distinctive(columns, names, a, b),
        address=address,
        zip=zips,
        city=cities,
        state=_agreement(c["state"][a], c["state"][b]),
        phone=phone,
        domain=_agreement(c["domain"][a], c["domain"][b]),
        ein=_agreement(c["ein"][a], c["ein"][b]),
        local=local,
    )


def _local(columns: Columns, names: Names, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    if names.home is None:
        return np.zeros(len(a), dtype=bool)
    name, city = columns.arrays["name"], columns.arrays["city"]
    left, right = names.home[name[a]], names.home[name[b]]
    return (left > 0) & (left == right) & (city[a] == city[b])


def gather(columns: Columns, names: Names, a: np.ndarray, b: np.ndarray, workers: int = 1) -> Evidence:
    """All evidence on row pairs (`a[i]`, `b[i]`)."""
    evidence = facts(columns, names, a, b, workers)
    leading = columns.arrays["name"]
    name = name_likeness(names, leading[a], leading[b], workers)
    other = _form_likeness(columns, names, a, b)
    evidence.alias = other > name
    evidence.name = np.maximum(name, other)
    evidence.same_name = evidence.name >= 1
    return evidence
