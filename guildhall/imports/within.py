"""What the rows of one list have to do with each other: which repeat another one, which are of one employer."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from guildhall.employers import matching

WORKERS = 2


@dataclass
class Employers:
    """Rows of one employer: the first is new, the others repeat it."""

    builder: matching.Builder = field(default_factory=matching.Builder)
    rows: list[tuple[int, int]] = field(default_factory=list)  # (row, line)

    def add(self, row: int, line: int, normal: matching.Normal) -> None:
        """Take in one more row."""
        self.builder.add_normal(normal)
        self.rows.append((row, line))

    def repeats(self) -> Iterator[tuple[int, int, int]]:
        """Rows that repeat an earlier one: the row, the earlier row and its line."""
        if not self.rows:
            return
        firsts = matching.cluster_columns(self.builder.columns(), WORKERS).tolist()
        for n, first in enumerate(firsts):
            if first != n:
                yield self.rows[n][0], *self.rows[first]


@dataclass
class Contacts:
    """People and their employers: one employer may have many, the same person twice is a repetition.

    Groups are numbered in order; a group is the rows that say the same of their employer.
    """

    people: dict[int, tuple[int, int]] = field(default_factory=dict)
    builder: matching.Builder = field(default_factory=matching.Builder)
    groups: dict[int, int] = field(default_factory=dict)  # hash of the employer -> number
    firsts: list[int] = field(default_factory=list)  # the row that names the employer first
    bare: list[int] = field(default_factory=list)  # groups that have nothing but a name
    named: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def earlier(self, title: str, row: int, line: int) -> tuple[int, int] | None:
        """The earlier row of the same person at an employer of the same name, and its line."""
        result = self.people.setdefault(hash(title.casefold()), (row, line))
        return None if result[0] == row else result

    def group(self, row: int, normal: matching.Normal) -> tuple[int, bool]:
        """The group of a row, and whether the row begins it."""
        key = hash(normal)
        if key in self.groups:
            return self.groups[key], False
        number = self.groups[key] = len(self.firsts)
        self.firsts.append(row)
        self.builder.add_normal(normal)
        self.named[normal.forms[0]].append(number)
        if not any((normal.street.name, normal.zip, normal.city, normal.phone, normal.domain, normal.ein)):
            self.bare.append(number)
        return number, True

    def joins(self) -> Iterator[tuple[int, int]]:
        """Groups that are one employer, by their first rows: the later one and the earlier one."""
        if not self.firsts:
            return
        clusters = matching.cluster_columns(self.builder.columns(), WORKERS).tolist()
        names = [name for name, groups in self.named.items() if len(groups) > 1]
        bare = set(self.bare)
        for name in names:  # within one list, a bare name means the only employer of that name there
            others = {clusters[n] for n in self.named[name] if n not in bare}
            if len(others) == 1:
                home = others.pop()
                for n in self.named[name]:
                    clusters[n] = home
        earliest: dict[int, int] = {}
        for n, cluster in enumerate(clusters):
            first = earliest.setdefault(cluster, n)
            if first != n:
                yield self.firsts[n], self.firsts[first]
