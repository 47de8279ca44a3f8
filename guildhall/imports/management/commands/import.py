"""guildhall import: the same actions as the pages, for administrators and scripts."""

import json
import sys
import uuid
from argparse import ArgumentParser
from functools import partialmethod
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guildhall.context import acting
from guildhall.context.commands import InContext
from guildhall.events.actions import taking_in
from guildhall.events.models import Intake
from guildhall.events.parsing import MOST_BYTES
from guildhall.events.queries.intakes import as_json
from guildhall.imports import rules
from guildhall.imports.actions import (
    applying,
    comparing,
    deciding,
    matching,
    mending,
    participating,
    people_lists,
    reading,
    undoing,
)
from guildhall.imports.models import Batch, Row
from guildhall.imports.queries import rows_as_json, summary
from guildhall.lib.verdicts import Refused, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause

COLUMN = "which column holds a field; may be given several times"
DECISIONS = "person: another person at that employer; accept: what the check suggests for the row"
SPELLING = "which type some words of the list are; remembered for the next one"
WHERE_BOTH = "which value stands where the row and the record have one each; by default that of the record"


def _add_bringing(one: ArgumentParser) -> None:
    """What is said of any list that is brought."""
    one.add_argument("file")
    one.add_argument("--institution", required=True, metavar="SLUG")
    one.add_argument("--by", required=True, metavar="EMAIL")
    one.add_argument("--as", dest="entering", choices=["prospects", "vetted"], default="prospects")
    one.add_argument("--clause", metavar="ID")
    one.add_argument("--apply", action="store_true")
    one.add_argument("--column", action="append", default=[], metavar="FIELD=TITLE", help=COLUMN)
    one.add_argument("--columns-like", metavar="BATCH", help="the columns of an earlier list, by their titles")


def _add_calendar(acts: Any) -> None:
    calendar = acts.add_parser("events", help="read a calendar (.ics) of an institution; with --apply, take it over")
    calendar.add_argument("file")
    calendar.add_argument("--institution", required=True, metavar="SLUG")
    calendar.add_argument("--by", required=True, metavar="EMAIL")
    calendar.add_argument("--apply", action="store_true")


AT_ONCE = {
    "students": "read a list of students; nothing of it is kept but what it brings",
    "programs": "read a list of the programs of study of an institution",
    "enrollment": "read how many students each program of an institution had",
    "credits": "read how many credits were earned early, by course and term",
}


class Command(InContext):
    help = "Import employers, contacts, engagements, students, programs, participations, calendars; apply, undo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(
            dest="act",
            required=True,
            metavar=f"employers|engagements|{'|'.join(AT_ONCE)}|participations|events|resume|rows|decide|apply|undo",
        )
        bring = acts.add_parser("employers", help="read and check a list of employers or contacts")
        past = acts.add_parser("engagements", help="read and check a list of past engagements")
        bring.add_argument("--kind", choices=["employers", "contacts"], default="employers")
        at_once = [acts.add_parser(act, help=words) for act, words in AT_ONCE.items()]
        took_part = acts.add_parser("participations", help="read a list of who took part in what, at which employer")
        took_part.add_argument("--activity", action="append", default=[], metavar="WORDS=TYPE", help=SPELLING)
        for one in (bring, past, *at_once, took_part):
            _add_bringing(one)
        _add_calendar(acts)
        rows = acts.add_parser("rows", help="list the rows of a batch")
        rows.add_argument("batch")
        rows.add_argument("--by", metavar="EMAIL", help="as whom to look; by default who brought the list")
        decide = acts.add_parser("decide", help="decide about one row")
        decide.add_argument("batch")
        decide.add_argument("line", type=int)
        decide.add_argument("decision", choices=["create", "link", "person", "skip", "ask", "accept"], help=DECISIONS)
        decide.add_argument("--where-both", choices=["keep", "replace", "both"], help=WHERE_BOTH)
        decide.add_argument("--employer", metavar="ID")
        decide.add_argument("--sheet")
        decide.add_argument("--by", required=True, metavar="EMAIL")
        ends = {
            "resume": "go on with a list where its command was interrupted",
            "apply": "apply what is decided",
            "undo": "take back what a list brought",
        }
        for act, words in ends.items():
            one = acts.add_parser(act, help=words)
            one.add_argument("batch")
            one.add_argument("--by", required=True, metavar="EMAIL")
            if act == "resume":
                one.add_argument("--column", action="append", default=[], metavar="FIELD=TITLE", help=COLUMN)
        for one in acts.choices.values():
            one.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with acting(self._person(options["by"]) if options["by"] else None):
                answer = getattr(self, f"_{options['act']}")(**options)
        except Refused as refused:
            raise CommandError(refused.verdict.sentence) from refused
        if options["json"]:
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        else:
            self._tell(answer)

    def _tell(self, answer: dict[str, Any]) -> None:
        for key, value in answer.items():
            if key in ("probable_duplicates", "refused"):
                self.stdout.write(f"{key}: {json.dumps(value, ensure_ascii=False)}")
            elif isinstance(value, list):
                for row in value:
                    self.stdout.write(self._line(row))
            else:
                self.stdout.write(f"{key}: {value}")

    @staticmethod
    def _line(row: dict[str, Any]) -> str:
        """One row, or what is said of one."""
        if "messages" in row:
            return f"{row['line']:>7}  {' '.join(row['messages'])}"
        return f"{row['line']:>7}  {row['status']:9}  {json.dumps(row['values'], ensure_ascii=False)}"

    def _people(self, file: str, institution: str, by: str, kind: str, **options: Any) -> dict[str, Any]:
        place, path = self._place(institution), self._path(file)
        details = {
            "kind": kind,
            "institution": place,
            "by": self._person(by),
            "clause": self._clause(options["clause"]),
        }
        with path.open("rb") as source:
            batch = people_lists.bring(
                source, path.name, entering=options["entering"], said=options["column"], **details
            )
        if options.get("activity"):
            participating.map_spellings(batch, options["activity"])
        act = people_lists.apply if options["apply"] else people_lists.check
        return people_lists.summary_of(batch, act(batch, by=self._person(by)))

    _students = partialmethod(_people, kind=Batch.Kind.STUDENTS)
    _programs = partialmethod(_people, kind=Batch.Kind.PROGRAMS)
    _enrollment = partialmethod(_people, kind=Batch.Kind.ENROLLMENT)
    _credits = partialmethod(_people, kind=Batch.Kind.CREDITS)
    _participations = partialmethod(_people, kind=Batch.Kind.EXPERIENCES)

    def _engagements(self, **options: Any) -> dict[str, Any]:
        return self._employers(**options, kind="engagements")

    def _employers(self, file: str, institution: str, by: str, **options: Any) -> dict[str, Any]:
        place, path = self._place(institution), self._path(file)
        clause = self._clause(options["clause"])
        with path.open("rb") as source:
            batch = reading.start_import(
                source,
                path.name,
                institution=place,
                by=self._person(by),
                kind=options["kind"],
                entering=options["entering"],
                clause=clause,
            )
        if options["columns_like"]:
            matching.columns_like(batch, self._batch(options["columns_like"]))
        self._match(batch, options["column"], self._person(by))
        batch = comparing.check_rows(batch)
        if batch.state == Batch.State.FAILED:
            refuse(batch.problem)
        if options["apply"]:
            batch = applying.apply(batch, by=self._person(by))
        return summary(batch)

    def _events(self, file: str, institution: str, by: str, **options: Any) -> dict[str, Any]:
        place, path, person = self._place(institution), self._path(file), self._person(by)
        with path.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
        intake = taking_in.check_calendar(content, path.name, institution=place, by=person)
        if options["apply"]:
            intake = taking_in.apply_intake(intake, version=intake.version, by=person)
        return as_json(intake)

    def _match(self, batch: Batch, said: list[str], by: Person) -> None:
        """Go on with the columns; where one is lacking, say so once, and how to go on."""
        matching.say_columns(batch, said)
        if lacking := matching.lacking(batch, batch.columns):
            first = lacking[0]
            reason = matching.may_match(batch, batch.columns).reason
            go_on = f"guildhall import resume {batch.pk} --by {by.email} --column {first.key}="
            refuse("{why} Say it with --column {key}=TITLE, here or so: {go_on}TITLE", why=reason, key=first.key,
                   go_on=go_on)  # fmt: skip
        reading.match_columns(batch, batch.columns, by=by, in_background=False)

    def _rows(self, batch: str, by: str | None = None, **options: Any) -> dict[str, Any]:
        saved_batch = self._batch(batch)
        return {"rows": rows_as_json(self._person(by) if by else saved_batch.by, saved_batch)}

    def _decide(self, batch: str, line: int, decision: str, by: str, **options: Any) -> dict[str, Any]:
        rows = Row.objects.filter(batch=self._batch(batch), line=line)
        if options["sheet"]:
            rows = rows.filter(sheet=options["sheet"])
        row = rows.first()
        if row is None:
            refuse("The list has no row on line {line}.", line=line)
        employer = self._id(options["employer"], "employer") if options["employer"] else None
        person = self._person(by)
        if decision == "accept":
            done = mending.accept(row, by=person)
        else:
            both = options["where_both"]
            where_both = both if both is None else both.replace("keep", "")
            done = deciding.decide(row, decision, by=person, employer=employer, where_both=where_both)
        return {"batch": str(done.batch_id), "line": done.line, "status": done.status, "decision": done.decision}

    def _resume(self, batch: str, by: str, **options: Any) -> dict[str, Any]:
        found, person = self._batch(batch), self._person(by)
        if found.state == Batch.State.MAPPING:
            self._match(found, options["column"], person)
            found.refresh_from_db()
        if found.state in (Batch.State.APPLYING, Batch.State.UNDOING):
            act = applying.apply if found.state == Batch.State.APPLYING else undoing.undo
            return summary(act(found, by=person))
        require(rules.can_work_on(person, found))
        return summary(comparing.check_rows(found))

    def _apply(self, batch: str, by: str, **options: Any) -> dict[str, Any]:
        if intake := Intake.objects.filter(pk=self._id(batch, "list")).first():
            return as_json(taking_in.apply_intake(intake, version=intake.version, by=self._person(by)))
        if (found := self._batch(batch)).kind in Batch.AT_ONCE:
            return people_lists.summary_of(found, people_lists.apply(found, by=self._person(by)))
        return summary(applying.apply(self._batch(batch), by=self._person(by)))

    def _undo(self, batch: str, by: str, **options: Any) -> dict[str, Any]:
        if intake := Intake.objects.filter(pk=self._id(batch, "list")).first():
            return as_json(taking_in.undo_intake(intake, version=intake.version, by=self._person(by)))
        if (found := self._batch(batch)).kind in Batch.AT_ONCE:
            people_lists.undo(found, by=self._person(by))
            return people_lists.summary_of(found)
        return summary(undoing.undo(self._batch(batch), by=self._person(by)))

    def _place(self, slug: str) -> Institution:
        place = Institution.objects.filter(slug=slug).first()
        if place is None:
            refuse("There is no institution '{institution}'.", institution=slug)
        return place

    def _path(self, file: str) -> Path:
        path = Path(file)
        if not path.is_file():
            refuse("There is no file {file}.", file=file)
        return path

    def _person(self, email: str) -> Person:
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            refuse("Nobody with the address {email} has access.", email=email)
        return person

    def _id(self, text: str, what: str) -> uuid.UUID:
        try:
            return uuid.UUID(text)
        except ValueError:
            refuse("'{text}' is not the identifier of a {what}.", text=text, what=what)

    def _batch(self, text: str) -> Batch:
        batch = Batch.objects.filter(pk=self._id(text, "list")).first()
        if batch is None:
            refuse("There is no list {text}.", text=text)
        return batch

    def _clause(self, text: str | None) -> Clause | None:
        if not text:
            return None
        rows = Clause.objects.select_related("protocol")
        try:
            result = rows.filter(pk=uuid.UUID(text)).first()
        except ValueError:
            result = rows.filter(number=text, subject=Clause.Subject.ATTESTATION).order_by("-protocol__number").first()
        if result is None:
            refuse("There is no clause {text} on the attestation of existing partners.", text=text)
        return result
