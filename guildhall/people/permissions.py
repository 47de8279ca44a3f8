"""Who may do what: the whole of it on one screen.

A membership is (person, institution, role). A role grants the permissions below at that institution and in its
subtree. Nothing else grants anything. Some of them must be earned: see EARNED below and earning.py. A protocol may
narrow a permission; that rule lives in the app it protects.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.earning import OPEN_GATE, Gate, Lack, lacking


class Permission(StrEnum):
    SEE_DIRECTORY = gettext_noop("see the employers that are shared")
    RECORD_ENGAGEMENTS = gettext_noop("record engagements with employers")
    EDIT_EMPLOYERS = gettext_noop("edit shared employers and their contacts")
    EXPORT_DIRECTORY = gettext_noop("export the directory")
    DEVELOP_EMPLOYERS = gettext_noop("enter, hold and vet new employers")
    ATTEST_EXISTING = gettext_noop("attest employers that are partners already")
    IMPORT_LISTS = gettext_noop("import lists of employers")
    POST_OPPORTUNITIES = gettext_noop("enter opportunities of employers")
    APPROVE_OPPORTUNITIES = gettext_noop("approve opportunities")
    KEEP_PROGRAMS = gettext_noop("keep programs of study and pathways")
    SEE_STUDENTS = gettext_noop("see the students of your institution")
    KEEP_STUDENTS = gettext_noop("enter students, their consents and their participation")
    ATTEST_FIGURES = gettext_noop("attest the yearly figures of your institution")
    TEACH_STUDENTS = gettext_noop("see the students whom you teach")
    USE_CRM = gettext_noop("use the regional CRM")
    MERGE_EMPLOYERS = gettext_noop("merge duplicates")
    READ_JOURNAL = gettext_noop("read the journal")
    READ_OUTBOX = gettext_noop("read the ledger of outgoing e-mail")
    ANSWER_DATA_REQUESTS = gettext_noop("answer requests about personal data")
    DRAFT_MAIL = gettext_noop("write bulk e-mail")
    APPROVE_MAIL = gettext_noop("approve bulk e-mail")
    BULK_MAIL = gettext_noop("send bulk e-mail")
    AGREE_PROTOCOLS = gettext_noop("draft and publish protocols")
    CONVENE = gettext_noop("start and lead initiatives with partners")
    KEEP_AGREEMENTS = gettext_noop("draw up, sign and keep agreements with partners")
    KEEP_BOARDS = gettext_noop("keep advisory boards: their seats, members, meetings and advice")
    HOLD_TRAININGS = gettext_noop("hold trainings and publish terms of use")
    GRANT_ACCESS = gettext_noop("give people access")
    CHANGE_INSTITUTIONS = gettext_noop("change institutions")
    CHANGE_TERRITORY = gettext_noop("change the territory's settings")

    @property
    def words(self) -> str:
        """What it allows, in the reader's language."""
        return gettext(self.value)


class Role(StrEnum):
    REGIONAL_DIRECTOR = "regional_director"
    REGION_ADMINISTRATOR = "region_administrator"
    COLLEGE_ADMINISTRATOR = "college_administrator"
    WBL_COORDINATOR = "wbl_coordinator"
    PLACEMENT_CASE_MANAGER = "placement_case_manager"
    CAREER_CENTER_STAFF = "career_center_staff"
    JOB_DEVELOPER = "job_developer"
    INSTRUCTOR = "instructor"
    CTE_TEACHER = "cte_teacher"
    COUNSELOR = "counselor"
    SCHOOL_ADMINISTRATOR = "school_administrator"
    CONVENER = "convener"
    STUDENT = "student"
    EMPLOYER = "employer"

    @property
    def label(self) -> str:
        return str(LABELS[self])

    @classmethod
    def choices(cls) -> list[tuple[str, Any]]:
        return [(role.value, LABELS[role]) for role in cls]

    @classmethod
    def choices_in_words(cls) -> list[tuple[str, Any]]:
        """Each role with what it may do, for whoever gives it."""
        return [(role.value, format_lazy("{}: {}", LABELS[role], IN_WORDS[role])) for role in cls]


VISITORS = (Role.STUDENT, Role.EMPLOYER)  # no staff: students and employers come in by doors of their own
LABELS = {
    Role.REGIONAL_DIRECTOR: gettext_lazy("Regional Director"),
    Role.REGION_ADMINISTRATOR: gettext_lazy("Region administrator"),
    Role.COLLEGE_ADMINISTRATOR: gettext_lazy("College administrator"),
    Role.WBL_COORDINATOR: gettext_lazy("WBL coordinator"),
    Role.PLACEMENT_CASE_MANAGER: gettext_lazy("Job placement case manager"),
    Role.CAREER_CENTER_STAFF: gettext_lazy("Career-center staff"),
    Role.JOB_DEVELOPER: gettext_lazy("Job developer"),
    Role.INSTRUCTOR: gettext_lazy("Instructor"),
    Role.CTE_TEACHER: gettext_lazy("CTE teacher"),
    Role.COUNSELOR: gettext_lazy("Counselor"),
    Role.SCHOOL_ADMINISTRATOR: gettext_lazy("School administrator"),
    Role.CONVENER: gettext_lazy("Convener"),
    Role.STUDENT: gettext_lazy("Student"),
    Role.EMPLOYER: gettext_lazy("Employer"),
}

_WORKS = gettext_lazy("enters and vets employers, logs, brings lists")
_MEETS = gettext_lazy("sees the shared employers, logs, asks; neither vets nor brings lists")
_HOME = gettext_lazy("signs in, and sees no employer")
# What each role may do, as one line beside its name: the whole of it stands on the page of roles.
IN_WORDS = {
    Role.REGIONAL_DIRECTOR: gettext_lazy("develops, vets and shares employers for the region"),
    Role.REGION_ADMINISTRATOR: gettext_lazy("gives access, keeps institutions and settings"),
    Role.COLLEGE_ADMINISTRATOR: gettext_lazy("works with employers, gives access at the college"),
    Role.WBL_COORDINATOR: gettext_lazy("enters and vets employers, logs, brings lists, writes to many"),
    Role.PLACEMENT_CASE_MANAGER: _WORKS,
    Role.CAREER_CENTER_STAFF: _WORKS,
    Role.JOB_DEVELOPER: _WORKS,
    Role.INSTRUCTOR: gettext_lazy("sees the shared employers"),
    Role.CTE_TEACHER: _MEETS,
    Role.COUNSELOR: _MEETS,
    Role.SCHOOL_ADMINISTRATOR: gettext_lazy("keeps the programs of a school, attests its figures, meets employers"),
    Role.CONVENER: gettext_lazy("leads initiatives with partners, logs, draws up and signs agreements"),
    Role.STUDENT: _HOME,
    Role.EMPLOYER: _HOME,
}

P = Permission
READS = frozenset({P.SEE_DIRECTORY})
MEETS = READS | {P.RECORD_ENGAGEMENTS, P.POST_OPPORTUNITIES}
STUDENTS = frozenset({P.SEE_STUDENTS, P.KEEP_STUDENTS})
COLLEGE_STAFF = READS | {
    P.RECORD_ENGAGEMENTS,
    P.EDIT_EMPLOYERS,
    P.EXPORT_DIRECTORY,
    P.DEVELOP_EMPLOYERS,
    P.IMPORT_LISTS,
    P.POST_OPPORTUNITIES,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REGIONAL_DIRECTOR: COLLEGE_STAFF
    | {P.USE_CRM, P.ATTEST_EXISTING, P.MERGE_EMPLOYERS, P.ATTEST_FIGURES}
    | {P.BULK_MAIL, P.AGREE_PROTOCOLS, P.HOLD_TRAININGS, P.KEEP_PROGRAMS, P.APPROVE_OPPORTUNITIES}
    | {P.DRAFT_MAIL, P.APPROVE_MAIL, P.CONVENE, P.KEEP_AGREEMENTS, P.KEEP_BOARDS},
    Role.REGION_ADMINISTRATOR: READS
    | {P.EXPORT_DIRECTORY, P.IMPORT_LISTS, P.ATTEST_EXISTING, P.READ_JOURNAL, P.READ_OUTBOX, P.ANSWER_DATA_REQUESTS}
    | {P.AGREE_PROTOCOLS, P.HOLD_TRAININGS, P.GRANT_ACCESS, P.CHANGE_INSTITUTIONS, P.CHANGE_TERRITORY}
    | {P.CONVENE, P.KEEP_AGREEMENTS, P.KEEP_BOARDS},
    Role.COLLEGE_ADMINISTRATOR: COLLEGE_STAFF
    | {P.ATTEST_EXISTING, P.BULK_MAIL, P.AGREE_PROTOCOLS, P.HOLD_TRAININGS, P.GRANT_ACCESS, P.KEEP_PROGRAMS}
    | {P.APPROVE_OPPORTUNITIES, P.ATTEST_FIGURES, P.CONVENE, P.KEEP_AGREEMENTS}
    | {P.DRAFT_MAIL, P.APPROVE_MAIL, P.KEEP_BOARDS},
    Role.WBL_COORDINATOR: COLLEGE_STAFF
    | STUDENTS
    | {P.DRAFT_MAIL, P.BULK_MAIL, P.KEEP_PROGRAMS, P.APPROVE_OPPORTUNITIES, P.ATTEST_FIGURES, P.KEEP_AGREEMENTS}
    | {P.KEEP_BOARDS},
    Role.PLACEMENT_CASE_MANAGER: COLLEGE_STAFF | STUDENTS | {P.APPROVE_OPPORTUNITIES},
    Role.CAREER_CENTER_STAFF: COLLEGE_STAFF | STUDENTS | {P.APPROVE_OPPORTUNITIES, P.DRAFT_MAIL},
    Role.JOB_DEVELOPER: COLLEGE_STAFF,
    Role.INSTRUCTOR: READS | {P.TEACH_STUDENTS},
    Role.CTE_TEACHER: MEETS | {P.TEACH_STUDENTS, P.KEEP_BOARDS},  # they are the secretaries of boards (D12)
    Role.COUNSELOR: MEETS | STUDENTS,  # H11: they meet employers and ask them, and vet and bring none
    Role.SCHOOL_ADMINISTRATOR: MEETS | {P.ATTEST_FIGURES, P.KEEP_AGREEMENTS, P.KEEP_PROGRAMS, P.KEEP_BOARDS},
    Role.CONVENER: MEETS
    | {P.CONVENE, P.KEEP_AGREEMENTS, P.DRAFT_MAIL, P.KEEP_BOARDS},  # whoever leads an initiative (F1)
    Role.STUDENT: frozenset(),
    Role.EMPLOYER: frozenset(),
}

# What is earned: whoever has not accepted the terms of use in force for their institution does none of this, and a
# course that an institution holds may open any of it. Without terms and courses the role alone is enough, except for
# what is always earned. Sight is not taken away, and neither are the acts by which people get what they lack.
EARNED = frozenset(
    {P.RECORD_ENGAGEMENTS, P.EDIT_EMPLOYERS, P.EXPORT_DIRECTORY, P.DEVELOP_EMPLOYERS, P.ATTEST_EXISTING}
    | {P.IMPORT_LISTS, P.MERGE_EMPLOYERS, P.BULK_MAIL, P.AGREE_PROTOCOLS, P.GRANT_ACCESS, P.KEEP_PROGRAMS}
    | {P.POST_OPPORTUNITIES, P.APPROVE_OPPORTUNITIES}
    | {P.KEEP_STUDENTS, P.ATTEST_FIGURES, P.CONVENE, P.KEEP_AGREEMENTS, P.DRAFT_MAIL, P.APPROVE_MAIL}
    | {P.KEEP_BOARDS}
)
ALWAYS_EARNED = frozenset({P.DRAFT_MAIL, P.APPROVE_MAIL, P.BULK_MAIL})
# One training opens them together: whoever learned to write to many writes, approves and sends as their role says.
OPENED_WITH = {P.DRAFT_MAIL: P.BULK_MAIL, P.APPROVE_MAIL: P.BULK_MAIL}

# Roles that must sign in with a second factor, and those that one administrator of a college may give.
NEEDS_SECOND_FACTOR = frozenset({Role.REGIONAL_DIRECTOR, Role.REGION_ADMINISTRATOR, Role.COLLEGE_ADMINISTRATOR})
GIVEN_BY_A_COLLEGE = frozenset(Role) - {Role.REGIONAL_DIRECTOR, Role.REGION_ADMINISTRATOR}


# Kinds of institutions that teach nobody: a role there reaches no student by name, whatever it grants below (FERPA).
WITHOUT_STUDENTS = frozenset({"agency", "region"})


@dataclass(frozen=True, slots=True)
class Place:
    """One institution, as plain values."""

    pk: UUID
    kind: str
    lineage: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One membership in force, as plain values."""

    role: Role
    institution: UUID
    lineage: tuple[UUID, ...]
    gate: Gate = OPEN_GATE

    def lacks(self, permission: Permission) -> tuple[Lack, ...]:
        """What somebody in this post lacks for a permission that the role grants."""
        if permission not in EARNED:
            return ()
        opened = OPENED_WITH.get(permission, permission)
        return lacking(opened.name, self.gate, always=permission in ALWAYS_EARNED)


@dataclass(frozen=True)
class Standing:
    """All memberships in force of one person."""

    posts: tuple[Post, ...] = ()

    def may(self, permission: Permission, lineage: Iterable[UUID] | None = None) -> Verdict:
        """Yes where a post grants the permission and reaches the institution of that lineage."""
        path = set(lineage) if lineage is not None else None
        lacks: tuple[Lack, ...] = ()
        for post in self.posts:
            if permission in GRANTS[post.role] and (path is None or post.institution in path):
                if not (missing := post.lacks(permission)):
                    return YES
                lacks = lacks or missing
        if lacks:
            words = "; ".join(lack.words for lack in lacks)
            return no("To {act}, you lack: {lacks}.", way="your-access", act=permission.words, lacks=words)
        if path:
            return no("Your role does not let you {act} there.", act=permission.words)
        return no("Your role does not let you {act}.", act=permission.words)

    def holds(self, permission: Permission, at: UUID | None = None) -> bool:
        """Whether a role grants it somewhere, or at one institution itself, earned or not: what a menu shows."""
        return any(permission in GRANTS[post.role] and at in (None, post.institution) for post in self.posts)

    def sees(self, permission: Permission) -> Verdict:
        """The same as a verdict, for pages that only show something: sight is never taken away."""
        return YES if self.holds(permission) else no("Your role does not let you {act}.", act=permission.words)

    def earned(self, permission: Permission) -> Verdict:
        """Whether nothing is lacking for an act that rests on the sight of a record, and not on a place."""
        posts = [post for post in self.posts if permission in GRANTS[post.role]]
        return YES if not posts or any(not post.lacks(permission) for post in posts) else self.may(permission)

    def institutions(self, permission: Permission) -> tuple[UUID, ...]:
        """Where the person's posts grant the permission."""
        return tuple(p.institution for p in self.posts if permission in GRANTS[p.role])

    def reach(self, permission: Permission) -> tuple[UUID, ...]:
        """Those institutions with all that stand above them: what is open to a college is open to its faculties."""
        return tuple({i for p in self.posts if permission in GRANTS[p.role] for i in p.lineage})

    @property
    def needs_second_factor(self) -> bool:
        return any(p.role in NEEDS_SECOND_FACTOR for p in self.posts)

    @property
    def is_staff(self) -> bool:
        return any(P.SEE_DIRECTORY in GRANTS[p.role] for p in self.posts)
