"""What is known of a student stands in the registration of an institution: nobody reads it off the person (ADR 49)."""

import re

from tests.architecture.sources import CODE, modules, short

OFF_THE_PERSON = re.compile(
    r"student__(given_name|family_name|born_on)|\bstudent\.(name|given_name|family_name|born_on)\b(?!\s*=)"
)
SAYS_REGISTRATION = {"guildhall/placements/views/referring.py"}  # `student` is a registration there


def _wrong(text: str) -> list[str]:
    return [found.group(0) for found in OFF_THE_PERSON.finditer(text)]


def test_names_and_days_of_birth_are_read_off_the_registration():
    found = {short(path): _wrong(path.read_text()) for path in modules()}
    templates = {str(path.relative_to(CODE.parent)): _own(path.read_text()) for path in CODE.rglob("*.html")}
    told = {name: words for name, words in (found | templates).items() if words and name not in SAYS_REGISTRATION}
    assert not told, "Go by the registration: row.registration.name, order_by('family_name', …)"


def _own(text: str) -> list[str]:
    return re.findall(r"\w\.student\.(?:name|born_on)", text)


def test_one_that_is_read_off_the_person_is_found():
    assert _wrong('rows.order_by("student__family_name")')
    assert _wrong("placement.student.born_on")
    assert not _wrong("row.registration.name")
    assert _own("{{ row.student.name }}")
