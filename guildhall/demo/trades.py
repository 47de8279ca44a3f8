"""The trades of the demo's employers: industry codes (NAICS 2022), kinds of names, sizes, what they offer."""

from dataclasses import dataclass

CLINICAL, INTERN, TOURS, APPRENTICE, SPEAKERS, SHADOWS, BOARD, INTERVIEWS = (
    "Clinical hours", "Internships", "Site tours", "Apprenticeship",
    "Guest speakers", "Job shadows", "Advisory board", "Mock interviews",
)  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """One line of business; `names` are patterns over {word}, {family} and {town}."""

    naics: str
    industry: str
    count: int
    names: tuple[str, ...]
    staff: tuple[int, int]
    tags: tuple[str, ...]
    positions: tuple[str, ...]


CARE = ("Director of Nursing", "Education Coordinator", "HR Manager", "Clinic Manager")
SHOP = ("Plant Manager", "Shop Foreman", "HR Generalist", "Production Supervisor")
OFFICE = ("Office Manager", "HR Manager", "Operations Director", "Managing Partner")
TECH = ("Engineering Manager", "Talent Partner", "Chief of Staff", "Team Lead")
HOST = ("General Manager", "Executive Chef", "HR Coordinator", "Front Office Manager")
HAUL = ("Terminal Manager", "Dispatcher", "Safety Director", "Recruiter")
BUILD = ("Project Manager", "Apprenticeship Coordinator", "Owner", "Superintendent")
PUBLIC = ("Workforce Liaison", "Department Head", "HR Analyst", "Training Officer")
GROUP = ("Executive Director", "Programs Manager", "Training Director", "Membership Manager")

HEALTH_TAGS = (CLINICAL, INTERN, SHADOWS, SPEAKERS, BOARD)
MAKER_TAGS = (INTERN, TOURS, APPRENTICE, SPEAKERS, BOARD)
BUILD_TAGS = (APPRENTICE, TOURS, INTERVIEWS, SPEAKERS)
DESK_TAGS = (INTERN, SPEAKERS, INTERVIEWS, BOARD, SHADOWS)
GUEST_TAGS = (INTERN, TOURS, SHADOWS, INTERVIEWS)

T = Trade
TRADES = (
    T("622110", "General hospitals", 6, ("{word} Memorial Hospital", "{town} {word} Medical Center"),
      (420, 3100), HEALTH_TAGS, CARE),
    T("621111", "Physician offices", 14, ("{word} Family Medicine", "{family} Pediatrics", "{word} Women’s Health"),
      (6, 80), HEALTH_TAGS, CARE),
    T("621210", "Dental offices", 8, ("{word} Dental Group", "{family} Orthodontics", "{word} Family Dentistry"),
      (5, 40), HEALTH_TAGS, CARE),
    T("621340", "Therapists’ offices", 6, ("{word} Physical Therapy", "{family} Rehabilitation"),
      (6, 60), HEALTH_TAGS, CARE),
    T("621498", "Outpatient care centers", 8, ("{word} Community Clinic", "{word} Health Centers"),
      (30, 380), HEALTH_TAGS, CARE),
    T("621511", "Medical laboratories", 5, ("{word} Diagnostics", "{family} Clinical Laboratories"),
      (15, 180), HEALTH_TAGS, CARE),
    T("621610", "Home health care", 6, ("{word} Home Health", "{word} Hospice"),
      (20, 210), HEALTH_TAGS, CARE),
    T("623110", "Nursing care facilities", 8, ("{word} Senior Living", "{word} Care Center"),
      (45, 240), HEALTH_TAGS, CARE),
    T("456110", "Pharmacies", 5, ("{word} Pharmacy", "{family} Drug Company"),
      (8, 120), (CLINICAL, INTERN, SHADOWS), CARE),
    T("541940", "Veterinary services", 5, ("{word} Veterinary Hospital", "{family} Animal Care"),
      (8, 45), HEALTH_TAGS, CARE),
    T("624410", "Child care", 6, ("{word} Children’s Center", "{word} Early Learning"),
      (9, 60), (INTERN, SHADOWS), GROUP),
    T("624190", "Family services", 6, ("{word} Family Services", "{word} Neighborhood House"),
      (12, 140), (INTERN, SHADOWS, SPEAKERS), GROUP),
    T("336413", "Aircraft parts manufacturing", 9,
      ("{word} Aerospace", "{family} Aerostructures", "{word} Flight Systems"),
      (35, 680), MAKER_TAGS, SHOP),
    T("332710", "Machine shops", 13, ("{family} Machining", "{word} Precision", "{family} & Sons Tool and Die"),
      (6, 90), MAKER_TAGS, SHOP),
    T("332312", "Structural metal fabrication", 8, ("{word} Steel", "{family} Fabrication", "{word} Ironworks"),
      (14, 160), MAKER_TAGS, SHOP),
    T("333998", "General machinery manufacturing", 6, ("{word} Automation", "{word} Machine Works"),
      (25, 320), MAKER_TAGS, SHOP),
    T("334413", "Semiconductor manufacturing", 5, ("{word} Semiconductor", "{word} Photonics"),
      (60, 950), MAKER_TAGS, SHOP),
    T("339112", "Medical instrument manufacturing", 6, ("{word} Medical Devices", "{family} Surgical"),
      (30, 420), MAKER_TAGS, SHOP),
    T("325414", "Biological products", 5, ("{word} Biologics", "{word} Biosciences"),
      (20, 340), MAKER_TAGS, SHOP),
    T("336611", "Ship building and repair", 3, ("{word} Shipyard", "{family} Marine Works"),
      (40, 480), MAKER_TAGS, SHOP),
    T("337110", "Cabinet making", 5, ("{family} Cabinetry", "{word} Millwork"),
      (7, 70), MAKER_TAGS, SHOP),
    T("323111", "Commercial printing", 5, ("{word} Print and Sign", "{family} Press"),
      (6, 55), MAKER_TAGS, SHOP),
    T("312120", "Breweries", 7, ("{word} Brewing Company", "{word} Ales"),
      (9, 85), GUEST_TAGS, HOST),
    T("312130", "Wineries", 5, ("{word} Cellars", "{family} Family Vineyards"),
      (8, 70), GUEST_TAGS, HOST),
    T("311812", "Commercial bakeries", 5, ("{word} Bakery", "{family} Bread Company"),
      (10, 150), GUEST_TAGS, HOST),
    T("311421", "Fruit and vegetable canning", 5, ("{word} Packing", "{family} Orchards Canning"),
      (40, 380), MAKER_TAGS, SHOP),
    T("111219", "Vegetable farming", 5, ("{family} Farms", "{word} Ranch"),
      (12, 160), (INTERN, TOURS), HOST),
    T("493110", "Warehousing", 8, ("{word} Logistics", "{word} Distribution"),
      (30, 450), (INTERN, TOURS, SHADOWS), HAUL),
    T("484121", "Long-distance trucking", 7, ("{family} Trucking", "{word} Freight Lines"),
      (18, 260), (INTERN, TOURS, APPRENTICE), HAUL),
    T("488510", "Freight arrangement", 5, ("{word} Forwarding", "{word} Port Services"),
      (9, 120), (INTERN, TOURS, SHADOWS), HAUL),
    T("485113", "Transit systems", 3, ("{town} Transit", "{word} Bus Lines"),
      (60, 340), (APPRENTICE, TOURS), HAUL),
    T("811111", "Automotive repair", 8, ("{family} Auto Repair", "{word} Fleet Service"),
      (5, 40), (INTERN, APPRENTICE, TOURS), SHOP),
    T("238210", "Electrical and solar contractors", 9, ("{word} Solar", "{family} Electric"),
      (8, 180), BUILD_TAGS, BUILD),
    T("238220", "Plumbing and air-conditioning contractors", 8, ("{family} Plumbing", "{word} Heating and Air"),
      (6, 120), BUILD_TAGS, BUILD),
    T("236220", "Commercial building", 8, ("{family} Builders", "{word} Construction"),
      (20, 310), BUILD_TAGS, BUILD),
    T("238160", "Roofing contractors", 4, ("{family} Roofing",),
      (8, 70), BUILD_TAGS, BUILD),
    T("221310", "Water supply", 3, ("{word} Water District",),
      (25, 210), (APPRENTICE, TOURS, SPEAKERS), PUBLIC),
    T("562111", "Waste collection", 3, ("{word} Recycling", "{family} Hauling"),
      (20, 190), (APPRENTICE, TOURS), HAUL),
    T("921140", "City government", 9, ("City of {town}",),
      (80, 900), (INTERN, SHADOWS, SPEAKERS), PUBLIC),
    T("922160", "Fire protection", 5, ("{town} Fire Department",),
      (40, 260), (SHADOWS, TOURS, SPEAKERS), PUBLIC),
    T("923120", "Public health administration", 3, ("{town} Health Department",),
      (60, 420), (CLINICAL, INTERN, SPEAKERS), PUBLIC),
    T("611710", "Educational support", 6, ("{word} Learning Partners", "{word} Testing Services"),
      (6, 70), DESK_TAGS, OFFICE),
    T("424120", "School and office supplies", 6, ("{word} School Supply", "{family} Office Products"),
      (8, 90), DESK_TAGS, OFFICE),
    T("485410", "School buses", 3, ("{family} School Transportation",),
      (40, 180), (APPRENTICE, SHADOWS), HAUL),
    T("722310", "Food service contractors", 4, ("{word} Campus Dining", "{family} Catering"),
      (15, 220), GUEST_TAGS, HOST),
    T("541511", "Custom software", 10, ("{word} Software", "{word} Digital", "{family} Systems"),
      (5, 160), DESK_TAGS, TECH),
    T("513210", "Software publishers", 6, ("{word} Labs", "{word} Apps"),
      (8, 240), DESK_TAGS, TECH),
    T("541512", "Computer systems design", 5, ("{word} Networks", "{word} Cybersecurity"),
      (7, 110), DESK_TAGS, TECH),
    T("541380", "Testing laboratories", 5, ("{word} Testing Laboratories", "{family} Analytical"),
      (12, 130), (INTERN, TOURS, SHADOWS), TECH),
    T("541330", "Engineering services", 7, ("{family} Engineering", "{word} Survey and Design"),
      (8, 150), DESK_TAGS, TECH),
    T("541310", "Architects", 4, ("{family} Architects",),
      (5, 60), DESK_TAGS, OFFICE),
    T("541211", "Accountants", 5, ("{family} & Associates, CPAs",),
      (4, 45), DESK_TAGS, OFFICE),
    T("541110", "Law offices", 4, ("{family} Law Group",),
      (4, 50), DESK_TAGS, OFFICE),
    T("522130", "Credit unions", 4, ("{word} Credit Union",),
      (30, 220), DESK_TAGS, OFFICE),
    T("524210", "Insurance agencies", 4, ("{family} Insurance",),
      (4, 40), DESK_TAGS, OFFICE),
    T("512110", "Film and video production", 4, ("{word} Pictures", "{word} Media"),
      (4, 45), DESK_TAGS, TECH),
    T("721110", "Hotels", 9, ("Hotel {word}", "{word} Inn and Suites", "The {word} Resort"),
      (18, 340), GUEST_TAGS, HOST),
    T("722511", "Restaurants", 8, ("{word} Kitchen", "{family}’s Table", "The {word} Grill"),
      (10, 80), GUEST_TAGS, HOST),
    T("445110", "Grocery stores", 4, ("{word} Markets",),
      (30, 480), (INTERN, INTERVIEWS), HOST),
    T("712110", "Museums", 3, ("{word} Museum",),
      (8, 60), (INTERN, TOURS, SPEAKERS), GROUP),
    T("713940", "Fitness centers", 4, ("{word} Fitness", "{word} Athletic Club"),
      (8, 70), (INTERN, SHADOWS), HOST),
    T("813930", "Unions", 6,
      ("{word} Building Trades Council", "{town} Electricians’ Union Local {n}", "Machinists’ Lodge {n}, {town}"),
      (4, 40), (APPRENTICE, SPEAKERS, BOARD), GROUP),
    T("813910", "Business associations", 7, ("{town} Chamber of Commerce", "{word} Manufacturers’ Council"),
      (3, 18), (SPEAKERS, BOARD, INTERVIEWS), GROUP),
    T("561320", "Temporary help", 4, ("{word} Staffing",),
      (8, 70), (INTERVIEWS, INTERN), OFFICE),
)  # fmt: skip
BY_CODE = {trade.naics: trade for trade in TRADES}
RECRUITERS = ("561320",)
