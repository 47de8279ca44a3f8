"""What the rows of one list have to do with each other: which repeat another one, which are of one employer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from guildhall.employers import matching
from guildhall.employers.matching.names import fold
from guildhall.employers.matching.people import MAYBE, SAME, Named, alike, is_role_mailbox
from guildhall.lib.sentences import phrase

WORKERS = 2
# What is noted on a row.
SAME_AS = phrase("the same as line {line}")
OTHER_SITE_OF = phrase("perhaps another site of the employer on line {line}")
MAY_BE = phrase("may be the person on line {line}: {label}")


@dataclass
class Employers:
    """Rows of one employer: the first is new, the others repeat it, or may be other sites of it."""

    builder: matching.Builder = field(default_factory=matching.Builder)
    rows: list[tuple[int, int]] = field(default_factory=list)  # (row, line)
    named: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # word and domain or EIN -> numbers

    def add(self, row: int, line: int, normal: matching.Normal, emails: Sequence[str] = ()) -> None:
        """Take in one more row."""
        self.builder.add_normal(normal)
        marks = {normal.domain, normal.ein, *map(matching.registered_domain, emails)}
        for mark in marks - {""}:  # a common website and the first word of the name: perhaps sites of one employer
            self.named[hash((normal.forms[0].partition(" ")[0], mark))].append(len(self.rows))
        self.rows.append((row, line))

    def repeats(self) -> Iterator[tuple[int, int, str]]:
        """Rows that repeat an earlier one, or may be another site of it: the row, the earlier row, what to say."""
        if not self.rows:
            return
        firsts = matching.cluster_columns(self.builder.columns(), WORKERS).tolist()
        for n, first in enumerate(firsts):
            if first != n:
                yield self.rows[n][0], self.rows[first][0], SAME_AS.format(line=self.rows[first][1])
        told = {n for n, first in enumerate(firsts) if first != n}
        for numbers in self.named.values():
            home = min(firsts[n] for n in numbers)
            for n in numbers:
                if firsts[n] != home and n not in told:
                    told.add(n)
                    line = self.rows[home][1]
                    yield self.rows[n][0], self.rows[home][0], OTHER_SITE_OF.format(line=line)


@dataclass
class Contacts:
    """People and their employers: one employer may have many, the same person twice is a repetition.

    Groups are numbered in order; a group is the rows that say the same of their employer.
    """

    people: dict[int, list[tuple[int, int, Named]]] = field(default_factory=lambda: defaultdict(list))
    builder: matching.Builder = field(default_factory=matching.Builder)
    groups: dict[int, int] = field(default_factory=dict)  # hash of the employer -> number
    firsts: list[int] = field(default_factory=list)  # the row that names the employer first
    bare: list[int] = field(default_factory=list)  # groups that have nothing but a name
    named: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def earlier(self, employer: str, people: Sequence[Named], row: int, line: int) -> tuple[int, str] | None:
        """The earlier row of somebody who is, or may be, the same at an employer of the same name; and what to say."""
        home = employer.casefold()
        result = None
        for one in people:
            marks = {hash((home, "name", fold(one.family)))}
            if one.email and not is_role_mailbox(one.email):
                marks.add(hash((home, "mail", one.email.casefold())))
            for first, its_line, other in (known for mark in marks for known in self.people.get(mark, ())):
                verdict, why = alike(one, other) if result is None and first != row else ("other", "")
                if verdict == SAME:
                    result = first, SAME_AS.format(line=its_line)
                elif verdict == MAYBE:
                    result = first, MAY_BE.format(line=its_line, label=why)
            for mark in marks:
                self.people[mark].append((row, line, one))
        return result

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

    def home_of(self, row: int, group: int) -> int:
        """The row that names the employer of a group first; `row` is in that group."""
        first = self.firsts[group]
        return dict(self.joins()).get(first, first)

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
