from guildhall.imports.kinds import Kind
from guildhall.imports.kinds.contacts import ContactsKind
from guildhall.imports.kinds.employers import EmployersKind
from guildhall.imports.kinds.engagements import EngagementsKind

KINDS: dict[str, Kind] = {
    "employers": EmployersKind(),
    "contacts": ContactsKind(),
    "engagements": EngagementsKind(),
}
