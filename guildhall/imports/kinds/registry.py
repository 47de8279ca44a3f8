from guildhall.imports.kinds import Kind
from guildhall.imports.kinds.contacts import ContactsKind
from guildhall.imports.kinds.employers import EmployersKind

KINDS: dict[str, Kind] = {"employers": EmployersKind(), "contacts": ContactsKind()}
