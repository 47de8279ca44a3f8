"""Believable employers: the ones with a story, and several hundred made from vocabularies by a seeded die."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from guildhall.demo.known import Known
from guildhall.demo.trades import BY_CODE, RECRUITERS, TRADES, Trade
from guildhall.demo.vocabulary import (
    AREA_CODES,
    FAMILIES,
    GIVEN,
    LEGAL_FORMS,
    SITE_LABELS,
    STREETS,
    TOWNS,
    WORDS,
)
from guildhall.employers import matching
from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.employers.words import words_of

STATE = "CA"
NO_LEGAL_FORM = ("6221", "92", "8139", "2213", "4851", "7121", "5412", "5411", "5221", "6241", "6244")
COMMON = {"the", "of", "and", "inc", "llc", "corporation", "local", "s"}
DEFAULT_TAGS = ("Internships", "Site tours", "Guest speakers")


@dataclass
class Company:
    """An employer to enter, and its further sites."""

    new: NewEmployer
    more: list[NewSite] = field(default_factory=list)

    @property
    def town(self) -> str:
        return self.new.site.city if self.new.site else ""


class Maker:
    """Makes companies; no name, address, web domain or telephone comes twice."""

    def __init__(self, rng: random.Random, staff_names: Iterable[str], taken: Iterable[str]) -> None:
        self.rng = rng
        self.words = _endless(rng, WORDS)
        self.families = _endless(rng, FAMILIES)
        self.phones = iter([f"({a}) 555-01{n:02}" for n in range(100) for a in AREA_CODES])
        self.names: set[str] = set()
        self.domains = {f"{name}.example" for name in taken}  # web domains of ours
        self.addresses: set[tuple[int, str]] = set()
        self.people = set(staff_names)  # nobody vets an employer where somebody of their own name works

    def known(self, one: Known) -> Company:
        """The company of a story."""
        trade = BY_CODE.get(one.naics)
        people = [tuple(p.strip().rpartition("/")[::2]) for p in one.people.split(";") if p.strip()]
        site = self._site(one.town, phone=True)
        site.street = one.street or site.street
        self.names.add(matching.normal_name(one.name))
        self.domains.add(one.domain)
        new = NewEmployer(
            name=one.name,
            names=list(one.also),
            site=site,
            contacts=[self._contact(name, title, one.domain, site.phone, n) for n, (name, title) in enumerate(people)],
            domain=one.domain,
            naics=one.naics,
            industry=one.industry,
            staff_count=one.staff,
            third_party_recruiter=one.recruiter,
            tags=list(trade.tags[:3] if trade else DEFAULT_TAGS),
        )
        return Company(new, self._more(list(one.more)))

    def many(self, count: int) -> list[Company]:
        """That many companies of all trades, in a shuffled order."""
        trades = [trade for trade in TRADES for _n in range(trade.count)]
        self.rng.shuffle(trades)
        return [self._made(trade) for trade in trades[:count]]

    def _made(self, trade: Trade) -> Company:
        name, town = self._name(trade)
        domain = self._domain(name)
        site = self._site(town, phone=True)
        low, high = trade.staff
        new = NewEmployer(
            name=name,
            site=site,
            contacts=self._contacts(trade, domain, site.phone),
            domain=domain,
            naics=trade.naics,
            industry=trade.industry,
            staff_count=int(low + (high - low) * self.rng.random() ** 2),  # most are nearer to the small end
            third_party_recruiter=trade.naics in RECRUITERS,
            tags=self.rng.sample(trade.tags, k=min(len(trade.tags), self.rng.choice((0, 1, 1, 2, 2, 3)))),
        )
        others = self.rng.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 3)) if new.staff_count > 40 else 0
        return Company(new, self._more([self._town() for _n in range(others)]))

    def _name(self, trade: Trade) -> tuple[str, str]:
        for _try in range(200):
            town = self._town() if _try < 40 else self.rng.choice(list(TOWNS))
            words = {"family": next(self.families), "word": next(self.words), "town": town, "n": 100 + _try * 7}
            name = self.rng.choice(trade.names).format(**words)
            normal = matching.normal_name(name)
            if normal not in self.names:
                self.names.add(normal)
                formless = trade.naics.startswith(NO_LEGAL_FORM) or name.startswith("The ")
                return name + ("" if formless else self.rng.choice(LEGAL_FORMS)), town
        raise ValueError(f"The vocabulary has no more names for {trade.industry}.")

    def _domain(self, name: str) -> str:
        words = [word for word in words_of(name) if word not in COMMON]
        domain = next(d for d in ("".join(words[:2]), "-".join(words), "-".join([*words, "us"])) if self._free(d))
        self.domains.add(f"{domain}.example")
        return f"{domain}.example"

    def _free(self, domain: str) -> bool:
        return f"{domain}.example" not in self.domains

    def _town(self) -> str:
        return self.rng.choices(list(TOWNS), [weight for _zip, weight in TOWNS.values()])[0]

    def _site(self, town: str, *, phone: bool = False, label: str = "") -> NewSite:
        while True:
            number, street = self.rng.randrange(100, 9800, 4), self.rng.choice(STREETS)
            if (number, street) not in self.addresses:
                break
        self.addresses.add((number, street))
        number_of = next(self.phones) if phone else ""
        return NewSite(f"{number} {street}", town, STATE, TOWNS[town][0], number_of, label)

    def _more(self, towns: list[str]) -> list[NewSite]:
        labels = self.rng.sample(SITE_LABELS, k=len(towns))
        return [self._site(town, label=label) for town, label in zip(towns, labels, strict=True)]

    def _contacts(self, trade: Trade, domain: str, phone: str) -> list[NewContact]:
        titles = self.rng.sample(trade.positions, k=self.rng.choice((0, 1, 1, 1, 2, 2, 3)))
        results = []
        for n, title in enumerate(titles):
            name = next(f"{g} {f}" for g, f in self._strangers() if f"{g} {f}" not in self.people)
            self.people.add(name)
            results.append(self._contact(name, title, domain, phone, n))
        return results

    def _strangers(self) -> Iterator[tuple[str, str]]:
        while True:
            yield self.rng.choice(GIVEN), self.rng.choice(FAMILIES)

    def _contact(self, name: str, title: str, domain: str, phone: str, n: int) -> NewContact:
        given, _space, family = name.rpartition(" ")
        email = f"{'.'.join(words_of(name))}@{domain}" if n == 0 or self.rng.random() < 0.8 else ""
        extension = f" ext. {self.rng.randrange(11, 99)}" if n else ""
        return NewContact(family, given, title, email, phone + extension if self.rng.random() < 0.6 else "")


def _endless(rng: random.Random, words: list[str]) -> Iterator[str]:
    """Each word once, then each once again in another order."""
    while True:
        yield from rng.sample(words, k=len(words))
