"""Career clusters in both frameworks that are in use, with what lies within them, and the way from one to the other.

The 16 clusters with 79 pathways of 2002 stand in most state reports; the 14 clusters with 72 sub-clusters of 2024
(Advance CTE, with the codes of O*NET) are the newer ones. Both are short, and change once in decades: they ship here.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster of a framework, with the pathways or sub-clusters within it."""

    framework: str  # the year of the framework
    code: str
    name: str
    within: tuple[str, ...]
    grouping: str = ""

    @property
    def key(self) -> str:
        """How a record names it: "2024:010100"."""
        return f"{self.framework}:{self.code}"


_2002 = """
01 Agriculture, Food and Natural Resources
   Agribusiness Systems; Animal Systems; Environmental Service Systems; Food Products & Processing Systems;
   Natural Resources Systems; Plant Systems; Power, Structural & Technical Systems
02 Architecture and Construction
   Construction; Design/Pre-Construction; Maintenance/Operations
03 Arts, A/V Technology and Communications
   A/V Technology & Film; Journalism & Broadcasting; Performing Arts; Printing Technology; Telecommunications;
   Visual Arts
04 Business Management and Administration
   Administrative Support; Business Information Management; General Management; Human Resources Management;
   Operations Management
05 Education and Training
   Administration & Administrative Support; Professional Support Services; Teaching/Training
06 Finance
   Accounting; Banking Services; Business Finance; Insurance; Securities & Investments
07 Government and Public Administration
   Foreign Service; Governance; National Security; Planning; Public Management & Administration; Regulation;
   Revenue & Taxation
08 Health Science
   Biotechnology Research & Development; Diagnostic Services; Health Informatics; Support Services;
   Therapeutic Services
09 Hospitality and Tourism
   Lodging; Recreation, Amusements & Attractions; Restaurants & Food/Beverage Services; Travel & Tourism
10 Human Services
   Consumer Services; Counseling & Mental Health Services; Early Childhood Development & Services;
   Family & Community Services; Personal Care Services
11 Information Technology
   Information Support & Services; Network Systems; Programming & Software Development; Web & Digital Communications
12 Law, Public Safety, Corrections and Security
   Correction Services; Emergency & Fire Management Services; Law Enforcement Services; Legal Services;
   Security & Protective Services
13 Manufacturing
   Health, Safety & Environmental Assurance; Logistics & Inventory Control; Maintenance, Installation & Repair;
   Manufacturing Production Process Development; Production; Quality Assurance
14 Marketing
   Marketing Communications; Marketing Management; Marketing Research; Merchandising; Professional Sales
15 Science, Technology, Engineering and Mathematics
   Engineering & Technology; Science & Mathematics
16 Transportation, Distribution and Logistics
   Facility & Mobile Equipment Maintenance; Health, Safety & Environmental Management;
   Logistics Planning & Management Services; Sales & Service; Transportation Operations;
   Transportation Systems/Infrastructure Planning, Management & Regulation;
   Warehousing & Distribution Center Operations
"""

_2024 = """
# Building & Moving
010100 Advanced Manufacturing
   Engineering; Industrial Machinery; Production & Automation; Robotics; Safety & Quality Assurance
010200 Construction
   Architecture & Civil Engineering; Construction Planning & Development; Equipment Operation & Maintenance;
   Skilled Trades
010300 Supply Chain & Transportation
   Air & Space Transportation; Ground & Rail Transportation; Maintenance & Repair; Marine Transportation;
   Planning & Logistics; Purchasing & Warehousing
# Creating & Experiencing
020100 Arts, Entertainment, & Design
   Design & Digital Arts; Fashion & Interiors; Fine Arts; Lighting & Sound Technology;
   Media Production & Broadcasting; Performing Arts
020200 Hospitality, Events, & Tourism
   Accommodations; Conferences & Events; Culinary & Food Services; Travel & Leisure
# Investing in the Future
030100 Financial Services
   Accounting; Banking & Credit; Financial Strategy & Investments; Insurance; Real Estate
# Caring for Communities
040100 Education
   Early Childhood Development; Education Administration & Leadership; Learner Support & Community Engagement;
   Teaching, Training, & Facilitation
040200 Healthcare & Human Services
   Behavioral & Mental Health; Biotechnology Research & Development; Community & Social Services;
   Health Data & Administration; Personal Care Services; Physical Health
040300 Public Service & Safety
   Emergency Response; Judicial Systems; Local, State, & Federal Services; Military & National Security; Public Safety
# Cultivating Resources
050100 Agriculture
   Agribusiness; Agricultural Technology & Automation; Animal Systems; Food Science & Processing; Plant Systems;
   Water Systems
050200 Energy & Natural Resources
   Clean & Alternative Energy; Conservation & Land Management; Ecological Research & Development;
   Environmental Protection; Resource Extraction; Utilities
# Cross-cutting
060100 Digital Technology
   Data Science & AI; IT Support & Services; Network Systems & Cybersecurity; Software Solutions;
   Unmanned Vehicle Technology; Web & Cloud
060200 Management & Entrepreneurship
   Business Information Management; Entrepreneurship & Small Business; Leadership & Operations; Project Management;
   Regulation
060300 Marketing & Sales
   Market Research, Analytics, & Ethics; Marketing & Advertising; Retail & Customer Experience; Strategic Sales
"""

# From a cluster of 2002 to those of 2024: the code, and which part goes there where it was split. Science, technology,
# engineering and mathematics has no single successor: it was spread over several.
_SUCCESSORS: tuple[tuple[str, str, str], ...] = (
    ("01", "050100", "natural-resources pathways go to Energy & Natural Resources"),
    ("01", "050200", "Environmental Service / Natural Resources Systems"),
    ("02", "010200", ""),
    ("03", "020100", ""),
    ("04", "060200", ""),
    ("05", "040100", ""),
    ("06", "030100", ""),
    ("07", "040300", "merged"),
    ("08", "040200", "merged"),
    ("09", "020200", ""),
    ("10", "040200", "merged; early childhood goes to Education"),
    ("11", "060100", ""),
    ("12", "040300", "merged"),
    ("13", "010100", ""),
    ("14", "060300", ""),
    ("15", "010100", "engineering; the rest was spread over several clusters"),
    ("16", "010300", ""),
)


def _read(framework: str, text: str) -> tuple[Cluster, ...]:
    """The clusters of a framework as they are written above: a line each, what is within them indented below."""
    heads: list[tuple[str, str, str, list[str]]] = []
    grouping = ""
    for line in text.strip("\n").splitlines():
        if line.startswith("# "):
            grouping = line[2:]
        elif line.startswith("   "):
            heads[-1][3].extend(part.strip() for part in line.split(";") if part.strip())
        else:
            code, _space, name = line.partition(" ")
            heads.append((grouping, code, name, []))
    return tuple(Cluster(framework, code, name, tuple(within), group) for group, code, name, within in heads)


OLD, NEW = "2002", "2024"
FRAMEWORKS: dict[str, tuple[Cluster, ...]] = {NEW: _read(NEW, _2024), OLD: _read(OLD, _2002)}
BY_KEY = {cluster.key: cluster for clusters in FRAMEWORKS.values() for cluster in clusters}


def cluster_of(key: str) -> Cluster | None:
    """The cluster that a record names, or None where it names none that we know."""
    return BY_KEY.get(key)


def successors(cluster: Cluster) -> list[tuple[Cluster, str]]:
    """The clusters of 2024 that a cluster of 2002 went into, each with what of it; of others none."""
    if cluster.framework != OLD:
        return []
    return [(BY_KEY[f"{NEW}:{new}"], note) for old, new, note in _SUCCESSORS if old == cluster.code]


def predecessors(cluster: Cluster) -> list[tuple[Cluster, str]]:
    """The clusters of 2002 that went into a cluster of 2024."""
    if cluster.framework != NEW:
        return []
    return [(BY_KEY[f"{OLD}:{old}"], note) for old, new, note in _SUCCESSORS if new == cluster.code]


def alike(key: str) -> set[str]:
    """A cluster with those of the other framework that mean the same, or part of it: what a search for it means."""
    cluster = cluster_of(key)
    if cluster is None:
        return set()
    return {key} | {other.key for other, _note in (*successors(cluster), *predecessors(cluster))}
