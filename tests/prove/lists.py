"""A list of invented employers, the same for the same seed."""

import csv
import io
import random

COLUMNS = ["Company", "Trading name", "Street", "City", "State", "ZIP", "Phone", "Website", "EIN", "Tags",
           "Contact name", "Contact email"]  # fmt: skip
_PARTS = "bar cor dal fen gar hol jas kel lor mar nor pel quin ros sal tor ul ver wes yor zan bel cam dov".split()
_TRADES = "Foundry Bakery Dental Logistics Welding Nursery Roofing Brewing Optics Catering Marine Robotics".split()
_CITIES = [("Redstone", "CA", "92243"), ("Harbor Point", "CA", "92101"), ("Mesa Grande", "CA", "91901")]


def employers(count: int, seed: int, *, first: int = 0) -> bytes:
    """A CSV of `count` rows: most are new, some repeat an earlier one, some cannot be taken as they are."""
    random_ = random.Random(seed)
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(COLUMNS)
    before: list[list[str]] = []
    for number in range(first, first + count):
        if before and random_.random() < 0.02:
            write(random_.choice(before[-500:]))
            continue
        row = _row(number, random_)
        if random_.random() < 0.01:
            row[7] = "not a web address at all"
        before.append(row)
        write(row)
    return out.getvalue().encode()


def _row(number: int, random_: random.Random) -> list[str]:
    word = "".join(random_.choice(_PARTS) for _ in range(3)).capitalize() + coined(number)
    city, state, zip_code = random_.choice(_CITIES)
    name = f"{word} {random_.choice(_TRADES)}"
    given, family = random_.choice(_PARTS).capitalize(), "".join(random_.choices(_PARTS, k=2)).capitalize()
    slug = word.lower()
    return [
        name,
        f"{word}'s" if number % 5 == 0 else "",
        f"{number + 1} {random_.choice(_PARTS).capitalize()} Street",
        city,
        state,
        zip_code,
        f"({random_.randrange(201, 989)}) 555-{number % 10_000:04}",
        f"{slug}.example.com" if number % 3 else "",
        f"{10 + number % 80}-{number:07}" if number % 7 == 0 else "",
        random_.choice(["", "chamber", "chamber; apprenticeship"]),
        f"{given} {family}" if number % 2 else "",
        f"{given}.{family}@{slug}.example.com".lower() if number % 2 else "",
    ]


def coined(number: int) -> str:
    """A number as letters, so that no two names are alike by accident."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, 24)
        letters += _PARTS[rest][0]
    return letters
