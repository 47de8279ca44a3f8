"""Employers of the demo that have a name and a face, because the guides and the mail speak of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """One employer as it is told of; `people` is “name/position; …” and `more` its further towns."""

    name: str
    naics: str
    industry: str
    town: str
    staff: int
    domain: str
    people: str
    more: tuple[str, ...] = ()
    street: str = ""
    recruiter: bool = False
    also: tuple[tuple[str, str], ...] = ()  # (kind, other name)


K = Known
# Partners from the first day, with many engagements.
HEADS = (
    K("Kestrel Aerospace", "336413", "Aircraft parts manufacturing", "Redstone", 640, "kestrel-aero.example",
      "Marisol Ortega/Director of Talent; Grant Sewell/HR partner; Yusuf Karim/Composites lead; "
      "Paula Stern/Training lead", ("Harbor Point",), "1200 Foundry Way"),
    K("Juniper Health Partners", "621111", "Physician offices", "Two Rivers", 310, "juniper-health.example",
      "Dana Whitfield/Education Coordinator; Luis Carranza/Clinic Manager; Ama Boateng/Nurse Educator",
      ("Mesa Grande", "Westridge")),
    K("Harborline Logistics", "493110", "Warehousing", "Harbor Point", 280, "harborline.example",
      "Ngozi Adeyemi/Site Director; Pete Vandal/Safety lead", ("Harbor Point", "Saltmarsh")),
    K("Calloway Fabrication", "332312", "Structural metal fabrication", "Mesa Grande", 120, "calloway-fab.example",
      "Bill Osei/Shop Foreman; Karen Calloway/Owner"),
    K("Brightwater Dental", "621210", "Dental offices", "Mesa Grande", 38, "brightwater-dental.example",
      "Renata Flores/Office Manager; Alan Cho/Dentist"),
    K("Tidelands Community Clinic", "621498", "Outpatient care centers", "Saltmarsh", 140, "tidelands-clinic.example",
      "Josie Marchetti/Clinic Manager; Peter Anand/Volunteer Coordinator", ("Harbor Point", "Bellview")),
    K("Clearwell Pharmacy Group", "456110", "Pharmacies", "Mesa Grande", 220, "clearwell.example",
      "Monique Adair/Regional Manager; Steve Pham/Pharmacist in charge", ("Two Rivers", "Redstone", "Westridge"),
      also=(("former", "Clearwell Drug Stores"),)),
    K("Cobalt Ridge Energy", "221114", "Solar power generation", "Westridge", 95, "cobalt-ridge.example",
      "Jesse Tanaka/Field Operations; Laura Beck/HR Manager"),
)  # fmt: skip
# Partners whom somebody looks after now and then.
PARTNERS = (
    K("Tern Composites", "336413", "Aircraft parts manufacturing", "Harbor Point", 85, "tern-composites.example",
      "Milo Jensen/Plant Manager"),
    K("Ardent Machining LLC", "332710", "Machine shops", "Redstone", 42, "ardent-machining.example",
      "Rosa Lindell/Owner; Kip Darrow/Shop Foreman"),
    K("Lowell Street Pediatrics", "621111", "Physician offices", "Two Rivers", 24, "lowell-peds.example",
      "Nina Castro/Office Manager"),
    K("Oakhaven Senior Living", "623110", "Nursing care facilities", "Mesa Grande", 160, "oakhaven.example",
      "Theo Grant/Director of Nursing"),
    K("St. Brendan’s Hospice", "621610", "Home health care", "Redstone", 70, "stbrendans-hospice.example",
      "Sister Agnes Doyle/Education Coordinator"),
    K("Meridian Imaging Associates", "621512", "Diagnostic imaging", "Harbor Point", 55, "meridian-imaging.example",
      "Farid Aziz/Chief Technologist"),
    K("Harvest Row Family Medicine", "621111", "Physician offices", "Two Rivers", 130, "harvestrow.example",
      "Lydia Hong/Practice Manager", ("Mesa Grande", "Orchard Valley")),
    K("Bellview Veterinary Hospital", "541940", "Veterinary services", "Bellview", 22, "bellview-vet.example",
      "Carl Nyberg/Practice Manager"),
    K("Larkspur Print and Sign", "323111", "Commercial printing", "Two Rivers", 18, "larkspur-print.example",
      "Jody Marsh/Owner"),
    K("Hollis Brothers Roofing", "238160", "Roofing contractors", "Alder Creek", 31, "hollis-roofing.example",
      "Dwayne Hollis/Owner"),
    K("Avalon Cold Storage", "493120", "Refrigerated warehousing", "Harbor Point", 75, "avalon-cold.example",
      "Irina Volkov/Terminal Manager"),
    K("Pacific Crate", "321920", "Wood containers and pallets", "Saltmarsh", 48, "pacific-crate.example",
      "Manny Ruelas/Production Supervisor"),
)  # fmt: skip
# A partner of somebody long ago; nobody has written since.
QUIET = (
    K("Santa Inez Regional Medical Center", "622110", "General hospitals", "Inez Valley", 2900, "santa-inez.example",
      "Helen Radcliffe/Director of Nursing; Victor Sung/HR Manager", also=(("alias", "Santa Inez Regional"),)),
)  # fmt: skip
# Vetted and promoted in the past year; the first one within the last hours, the next two with an exception.
PROMOTED = (
    K("Vantage Biosystems", "325414", "Biological products", "Alder Creek", 180, "vantage-bio.example",
      "Colleen Park/Talent Partner; Raj Malhotra/Laboratory Director"),
    K("The Physical Therapy and Rehabilitation Institute of Greater Orchard Valley", "621340", "Therapists’ offices",
      "Orchard Valley", 64, "pt-orchard.example", "Ellen Straub/Clinic Manager", ("Alder Creek", "Inez Valley")),
    K("Gantry Point Shipworks", "336611", "Ship building and repair", "Harbor Point", 210, "gantry-point.example",
      "Otis Freeman/Training Director"),
)  # fmt: skip
# Restricted to the Regional Directors.
DEVELOPED = (
    K("Northwind Robotics, Inc.", "333998", "Industrial robots", "Mesa Grande", 145, "northwind-robotics.example",
      "Ada Lindholm/Chief Operating Officer; Ben Okoro/Talent Partner", (), "8400 Airpark Drive"),
    K("Northfield Dynamics", "334513", "Industrial process instruments", "Mesa Grande", 210, "northfield.example",
      "Ilse Brandt/Operations; Tom Reyes/HR Manager", (), "8810 Airpark Drive", also=(("alias", "NFD"),)),
    K("Lantern Street Foods", "311991", "Prepared foods", "Orchard Valley", 90, "lantern-street.example",
      "Mei Tanaka/Plant Manager"),
    K("Pinecrest Data Centers", "518210", "Computing infrastructure", "Westridge", 60, "pinecrest-dc.example", ""),
    K("Granite Pass Solar", "238210", "Electrical and solar contractors", "North Fork", 120, "granite-pass.example",
      "Eli Navas/Apprenticeship Coordinator"),
    K("Avila Freight Systems", "484121", "Long-distance trucking", "Harbor Point", 230, "avila-freight.example",
      "Sonia Avila/Owner"),
    K("Sundial Credit Union", "522130", "Credit unions", "Two Rivers", 190, "sundial-cu.example",
      "Gerald Mott/Learning Manager", ("Mesa Grande", "Redstone")),
    K("Marrow & Vale Architects", "541310", "Architects", "Two Rivers", 60, "marrow-vale.example",
      "Philippa Vale/Managing Partner"),
    K("Bluegate Semiconductor", "334413", "Semiconductor manufacturing", "Westridge", 900, "bluegate-semi.example",
      "Hana Sorkin/Engineering Manager; Doug Pell/HR Director", ("Westridge",)),
    K("Two Rivers Water District", "221310", "Water supply", "Two Rivers", 160, "trwater.example",
      "Alma Reyes-Cole/Workforce Liaison"),
    K("Casa Robles Hotels", "721110", "Hotels", "Two Rivers", 240, "casa-robles.example",
      "Bruno Salerno/General Manager", ("Harbor Point", "Orchard Valley")),
    K("Everline Staffing", "561320", "Temporary help", "Redstone", 35, "everline.example",
      "Trish Conley/Branch Manager", recruiter=True),
    K("Ostrander Biologics", "325414", "Biological products", "Alder Creek", 330, "ostrander-bio.example",
      "Wanda Ostrander/Talent Partner; Neil Frost/Laboratory Director"),
    K("Fairlead Shipyard", "336611", "Ship building and repair", "Harbor Point", 480, "fairlead.example",
      "Mack Delaney/Training Director"),
)  # fmt: skip

# Partners whom a college had on its own list under another spelling: what the duplicates queue is for.
TWINS = (  # name, as the college wrote it, the college, what the college knew (street, phone, domain)
    ("Ardent Machining LLC", "ARDENT MACHINING CO", "BVC", "street domain"),
    ("Lowell Street Pediatrics", "Lowell St. Pediatrics, Inc.", "NFC", "street phone"),
    ("Oakhaven Senior Living", "Oak Haven Senior Living", "TRC", "street domain phone"),
    ("Meridian Imaging Associates", "Meridian Imaging Assoc.", "SMC", "phone domain"),
    ("Harvest Row Family Medicine", "Harvest Row Medical Group", "WRC", "street phone domain"),
)
