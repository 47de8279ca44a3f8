"""The institutions of the demo: an office, ten colleges, three districts, six high schools, a few faculties."""

from guildhall.people.actions.institutions import found
from guildhall.people.models import Institution, Person

OFFICE = ("REG", "Two Rivers Regional Office")
COLLEGES = ("MGC", "RCC", "TRC", "NFC", "ACC", "OVC", "SMC", "HPC", "WRC", "BVC")
FULL = ("MGC", "RCC")  # staff in every college role

# (stamp, name, kind, stamp of what stands above)
TREE = (
    ("MGC", "Mesa Grande College", "college", "REG"),
    ("RCC", "Redstone Community College", "college", "REG"),
    ("TRC", "Two Rivers City College", "college", "REG"),
    ("NFC", "North Fork College", "college", "REG"),
    ("OACCD", "Orchard and Alder Community College District", "district", "REG"),
    ("ACC", "Alder Creek College", "college", "OACCD"),
    ("OVC", "Orchard Valley College", "college", "OACCD"),
    ("SMC", "Saltmarsh College", "college", "REG"),
    ("HPC", "Harbor Point College", "college", "REG"),
    ("WRC", "Westridge College", "college", "REG"),
    ("BVC", "Bellview College", "college", "REG"),
    ("MGUSD", "Mesa Grande Unified School District", "district", "REG"),
    ("MGHS", "Mesa Grande High School", "school", "MGUSD"),
    ("PVHS", "Palo Viejo High School", "school", "MGUSD"),
    ("EASTHS", "Eastgate High School", "school", "MGUSD"),
    ("HUHSD", "Harbor Union High School District", "district", "REG"),
    ("HPHS", "Harbor Point High School", "school", "HUHSD"),
    ("SALTHS", "Saltmarsh High School", "school", "HUHSD"),
    ("LANTHS", "Lantern Bay High School", "school", "HUHSD"),
    ("HSCI", "School of Health Sciences", "faculty", "MGC"),
    ("NURS", "Nursing Department", "department", "HSCI"),
    ("AMFG", "Advanced Manufacturing Department", "department", "MGC"),
    ("AVEN", "School of Aviation and Engineering", "faculty", "RCC"),
    ("AMT", "Aviation Maintenance Department", "department", "AVEN"),
)

HOME_OF = {  # the college that stands nearest to a town
    "Mesa Grande": "MGC", "Redstone": "RCC", "Two Rivers": "TRC", "North Fork": "NFC", "Alder Creek": "ACC",
    "Orchard Valley": "OVC", "Saltmarsh": "SMC", "Harbor Point": "HPC", "Westridge": "WRC", "Bellview": "BVC",
    "Inez Valley": "OVC",
}  # fmt: skip


def found_office() -> Institution:
    """Found the regional office, the root of the tree."""
    code, name = OFFICE
    return found(name, Institution.Kind.REGION, parent=None, by=None, code=code)


def found_others(office: Institution, *, by: Person) -> dict[str, Institution]:
    """Found all other institutions; returns the whole tree by stamp."""
    places = {office.code: office}
    for code, name, kind, above in TREE:
        places[code] = found(name, kind, parent=places[above], by=by, code=code)
    return places
