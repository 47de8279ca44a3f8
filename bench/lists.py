"""Lists of invented employers and their contacts, of any length, from a seed.

Heads as in life: few words are in many names, some employers have many contacts, some fields are missing.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

SYLLABLES = (
    "ba ver tek lo mi ran sol ax cor dyn neo qua zen op in gra ful pro ama vel ti no cy ber hel vio tri om al ser "
    "kes trel mar den wick ford ham bru sto ned gar land ley ras mun hol ker pat sha wes ton dor fen"
).split()
TRADES = (
    "Manufacturing,Construction,Plumbing,Electric,Dental,Family Medicine,Home Health,Staffing,Logistics,Trucking,"
    "Machine Shop,Tool & Die,Welding,Auto Body,Restaurant,Bakery,Cafe,Catering,Hotel,Landscaping,Roofing,Painting,"
    "Cleaning Services,Security,Consulting,Engineering,Architects,Accounting,Insurance,Realty,Software,Technologies,"
    "Solutions,Systems,Networks,Media,Printing,Design,Farms,Foods,Brewing,Pharmacy,Child Care,Academy,Credit Union,"
    "Hardware,Lumber,Supply,Equipment,Salon,Fitness,Biotech,Laboratories,Medical Center,Hospital,Transit,Aviation,"
    "Marine,Energy,Solar,Recycling,Warehouse,Packaging,Plastics,Foundry,Furniture,Flooring,Foundation,Museum"
).split(",")
FORMS = ["Inc", "Inc.", "LLC", "Corp", "Company", "Ltd", "LLP", "", "", "", "& Sons", "Group", "Holdings Inc"]
KINDS = ["St", "Ave", "Blvd", "Rd", "Dr", "Way", "Court"]
GIVEN = "Ana Ben Carla Dev Elena Farid Grace Hugo Ines Jamal Keiko Luis Mina Noel Olga Priya Quinn Rosa Tara".split()
TITLES = ["Owner", "Manager", "HR Manager", "Recruiter", "Director of Operations", "Plant Manager", "Office Manager"]
EMPLOYER_COLUMNS = ["Company", "Street", "City", "State", "ZIP", "Phone", "Website", "Employees"]
CONTACT_COLUMNS = ["First name", "Last name", "Title", "Email", "Employer", "Street", "City", "State", "ZIP", "Website"]


class Region:
    """A supply of names and places; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._surnames = self._words(9_000, (2, 2, 3))
        self._coined = self._words(30_000, (2, 3, 3, 4))
        self._streets = [f"{word} {kind}" for word in self._surnames[:700] for kind in KINDS]
        self._cities = [(f"{word}{end}", state, [f"{self._random.randrange(10_000, 99_999)}" for _ in range(3)])
                        for word, end, state in zip(self._surnames[700:2_000], ["ville", "ton", "port", "field"] * 325,
                                                    ["CA", "OR", "NV", "AZ"] * 325, strict=True)]  # fmt: skip
        self._weights = {id(words): self._zipf(len(words)) for words in (self._surnames, self._cities, TRADES)}

    def _words(self, count: int, lengths: Sequence[int]) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found["".join(self._random.choices(SYLLABLES, k=self._random.choice(lengths))).capitalize()] = None
        return list(found)

    @staticmethod
    def _zipf(count: int) -> list[float]:
        return list(accumulate(1 / (n + 1) ** 0.6 for n in range(count)))

    def _pick(self, words: Sequence[object]) -> object:
        return self._random.choices(words, cum_weights=self._weights[id(words)])[0]

    def _name(self) -> str:
        first = self._pick(self._surnames) if self._random.random() < 0.5 else self._random.choice(self._coined)
        middle = f" & {self._pick(self._surnames)}" if self._random.random() < 0.15 else ""
        return f"{first}{middle} {self._pick(TRADES)} {self._random.choice(FORMS)}".strip()

    def employer(self) -> list[str]:
        """One row of EMPLOYER_COLUMNS."""
        chance, name = self._random, self._name()
        city, state, codes = self._pick(self._cities)  # type: ignore[misc]
        phone = f"({chance.randrange(200, 999)}) {chance.randrange(200, 999)}-{chance.randrange(10_000):04d}"
        letters = "".join(c for c in name.lower() if c.isalnum())[:24]
        website = f"www.{letters}{chance.randrange(1_000)}.com" if chance.random() < 0.6 else ""
        street = f"{chance.randrange(1, 9_900)} {chance.choice(self._streets)}"
        size = str(chance.choice((5, 10, 20, 50, 100, 250, 1_000)))
        return [name, street, city, state, chance.choice(codes), phone if chance.random() < 0.9 else "", website, size]

    def contact(self, employer: Sequence[str]) -> list[str]:
        """One row of CONTACT_COLUMNS."""
        given, family = self._random.choice(GIVEN), self._random.choice(self._surnames)
        email = f"{given}.{family}.{self._random.randrange(10_000)}@example.com".lower()
        name, street, city, state, code, _phone, website, _size = employer
        return [given, family, self._random.choice(TITLES), email, name, street, city, state, code, website]


def write_lists(folder: Path, employers: int, contacts: int, seed: int) -> tuple[Path, Path]:
    """Write employers.csv and contacts.csv; the contacts are those of the employers, some have many."""
    region = Region(seed)
    rows = [region.employer() for _ in range(employers)]
    first, second = folder / "employers.csv", folder / "contacts.csv"
    with first.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([EMPLOYER_COLUMNS, *rows])
    chance = random.Random(seed + 1)
    with second.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(CONTACT_COLUMNS)
        writer.writerows(region.contact(chance.choice(rows)) for _ in range(contacts))
    return first, second
