"""Who asks: groups of people, and for each kind of record who may know of it, change it, work with it.

Kinds of employers: held by the region, by one college, by the other; shared; shared with the other college only.
"""

from collections.abc import Mapping

People = frozenset[str]
PerRecord = Mapping[str, People]
NOBODY: People = frozenset()
ANONYMOUS: People = frozenset({"anonymous"})
DIRECTORS: People = frozenset({"director", "second"})
ADMIN: People = frozenset({"administrator"})
MESA: People = frozenset({"mesa_admin", "mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs"})
HARBOR: People = frozenset({"harbor_wbl", "harbor_admin"})
TEACHER: People = frozenset({"mesa_teacher", "mesa_counselor", "mesa_principal", "mesa_convener"})
READERS: People = frozenset({"mesa_instructor"})
GUESTS: People = frozenset({"mesa_student", "mesa_employer"})
# Who comes in by the front door of employers: two of the shared employer, one of another; no people of the staff.
OUR_LOGINS: People = frozenset({"employer_admin", "employer_colleague"})
EMPLOYERS: People = OUR_LOGINS | {"other_employer"}
LEARNERS: People = frozenset({"mesa_learner", "harbor_learner"})  # by the front door of students
VISITORS = EMPLOYERS | LEARNERS
STAFF = DIRECTORS | ADMIN | MESA | HARBOR | TEACHER | READERS
SIGNED_IN = STAFF | GUESTS
OUTSIDE = ANONYMOUS | VISITORS  # nobody on pages of the staff
EVERYBODY = SIGNED_IN | OUTSIDE
DEVELOP = DIRECTORS | MESA | HARBOR  # the permission to enter, hold and vet new employers
EXPORT = IMPORT = DIRECTORS | ADMIN | MESA | HARBOR
WITH_FACTOR: People = DIRECTORS | ADMIN | {"mesa_admin", "harbor_admin"}  # who must sign in with one
GRANT: People = ADMIN | {"mesa_admin", "harbor_admin"}
# An employer held by the region, by one college, by the other; a shared one; one shared with the other college only.
RESTRICTED: dict[str, People] = {"region": DIRECTORS, "mesa": DIRECTORS | MESA, "harbor": DIRECTORS | HARBOR}
SEES: PerRecord = RESTRICTED | {"shared": STAFF, "exception": DIRECTORS | ADMIN | HARBOR}
EDIT: PerRecord = RESTRICTED | {"shared": DEVELOP, "exception": DIRECTORS | HARBOR}
RECORD: PerRecord = RESTRICTED | {"shared": DEVELOP | TEACHER, "exception": DIRECTORS | HARBOR}
IN_CRM: PerRecord = RESTRICTED | {"shared": DIRECTORS, "exception": DIRECTORS}  # directors keep the promoted ones
# A list is seen by those who see the employers that it becomes, and by whoever brought it: the office's administrator.
LISTS: PerRecord = RESTRICTED | {"office": DIRECTORS | ADMIN}
# Who wrote the notes of the world: the people who may change or remove them.
AUTHORS: PerRecord = dict.fromkeys(SEES, frozenset({"director"})) | {
    "mesa": frozenset({"mesa_wbl"}),
    "harbor": frozenset({"harbor_wbl"}),
}
PROMOTED: PerRecord = {"region": NOBODY, "mesa": NOBODY, "harbor": NOBODY, "shared": DIRECTORS, "exception": DIRECTORS}
PROMOTED_KINDS: PerRecord = {"shared": NOBODY, "exception": NOBODY}
# Colleagues of the institution change what one of them logged or planned; the region's staff reach all of it.
COLLEAGUES: PerRecord = RESTRICTED | {"shared": DIRECTORS, "exception": DIRECTORS}
AGREE: People = DIRECTORS | ADMIN | {"mesa_admin", "harbor_admin"}
# At Mesa, and the directors: who reads what was taken down for Mesa.
AT_MESA_OR_DIRECTORS: People = MESA | TEACHER | READERS | DIRECTORS


def nobody(rows: PerRecord) -> PerRecord:
    """The same kinds of records, for nobody."""
    return dict.fromkeys(rows, NOBODY)
