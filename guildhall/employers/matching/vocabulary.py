"""Word lists of employer names: abbreviations, legal forms and words that tell little."""

from __future__ import annotations

from cleanco.termdata import terms_by_type


def _pairs(text: str) -> dict[str, str]:
    """Read lines of "canonical: variant variant" into variant -> canonical."""
    table = {}
    for line in text.strip().splitlines():
        word, variants = line.split(":")
        for variant in variants.split():
            table[variant] = word.strip()
    return table


# Variants become one canonical word. No canonical word may itself be a variant (normal_name is idempotent).
ABBREVIATIONS = _pairs("""
academy: acad academies
administration: admin
agency: agcy agencies
agricultural: agric agri
america: amer americas
apartments: apts apt
architects: archts archs
associates: assocs assoc asso
association: assn associations asn
automotive: automotives autom
boulevard: blvd
brothers: bros
building: bldg bldgs
california: calif cal
catholic: cath
center: ctr cntr centre centers centres ctrs cen cent
children: childrens child childs
chiropractic: chiro
christian: chrstn
church: chrch
college: coll clg colleges
commercial: comml
commission: commn
committee: cmte
communications: commun communication
community: comm cmty commty
construction: constr const cons constrn
consulting: consult consultants consultant
cooperative: coop
county: cnty
department: dept dpt depts
development: dev devel devt develop
distribution: distr
distributors: distributor distrib
district: dist
division: div
early: erly
education: educ edu
electric: elec elect electrical
elementary: elem
engineering: engrg engr eng engg engineers
enterprise: ent entp enterprises
environmental: environ env
equipment: equip eqpt
federal: fed
financial: fin finl
foundation: fdn fndn found
fort: ft
government: govt gov
heights: hts
high: hs
hospital: hosp hospitals
hvac: hvacr
industry: ind indus industries
information: info
institute: inst
insurance: ins insur
international: intl internatl
laboratory: lab labs laboratories
library: lib
machine: mach
management: mgmt mgt mngmt
manufacturing: mfg mfr mfrs manuf manufacturers manufacturer mnfg
maintenance: maint
marketing: mktg
market: mkt
medical: med
medicine: medicin
memorial: mem meml
ministry: ministries
mount: mt
mountain: mtn mtns mountains
municipal: mun
museum: mus
national: natl
neighborhood: nbhd
northern: nthn
organization: org orgn
pacific: pac
partners: ptnrs
pharmacy: pharm pharmacies
preschool: presch
product: prod prods products
professional: prof profl
properties: props
property: prop
recreation: rec
regional: regl
rehabilitation: rehab
research: res rsch
restaurant: restaurants
saint: st ste
school: schl sch schools schs
science: sci sciences
security: sec
service: svc svcs serv services srvc srvcs svs
society: soc
solution: soln solns solutions
southern: sthn
special: spec
supply: sup supplies
surgery: surg
system: sys systems
technology: tech techs technologies technologys technol
theater: theatre
training: trng
transportation: transp transport trans
treatment: trtmt
trucking: trkg
university: univ universities
united: utd
unified: unif
veterans: vets
veterinary: vet veterinarian
warehouse: whse
western: westn
wholesale: whsle
women: womens
""")

# Two neighboring words that people also write as one.
PHRASES = {
    ("heating", "cooling"): ("hvac",),
    ("heating", "air"): ("hvac",),
    ("day", "care"): ("daycare",),
    ("child", "care"): ("childcare",),
    ("children", "care"): ("childcare",),
    ("pre", "school"): ("preschool",),
    ("head", "start"): ("headstart",),
    ("health", "care"): ("healthcare",),
    ("non", "profit"): ("nonprofit",),
    ("united", "states"): ("us",),
}

# Words that carry no identity and are written or left out at will.
STOP_WORDS = frozenset("the and of at for a an by in on und et y".split())

_AMBIGUOUS = frozenset(  # legal forms somewhere in the world, ordinary words or states in US names
    "spa as is ad se da do sa ab al an at ca dd doo ec el hb in ks kd ki kg no og oe oo pa pp ra sc sd so ss si "
    "sp te to tov us vos zoo as com esp est kom mar sas sal sca scp sia sl snc spj pe ep ip dat dba db and of "
    "cic fie pty lda bt gp gie int nl nuf op rt trust partners partnership association group holding holdings "
    "foundation society church club cooperative coop bank aid ans ed ent pl lc".split()
)


def _legal_forms() -> frozenset[str]:
    """Single-word legal forms of the world, without those that are ordinary words."""
    results = {
        "inc",
        "incorporated",
        "llc",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
        "llp",
        "lllp",
        "lp",
        "pc",
        "pllc",
        "plc",
        "gmbh",
        "pty",
        "apc",
        "npo",
        "incorp",
        "cos",
        "companies",
        "ltda",
    }
    for terms in terms_by_type.values():
        for term in terms:
            word = term.replace(".", "").replace(" ", "").lower()
            if word.isascii() and word.isalpha() and 2 <= len(word) <= 12 and " " not in term.strip():
                results.add(word)
    return frozenset(results - _AMBIGUOUS - STOP_WORDS)


LEGAL_FORMS = _legal_forms()
# These end a name even in the middle: "El Valor Corporation - Carlos Cantu".
LEGAL_ANYWHERE = frozenset("inc incorporated llc llp ltd corp corporation pllc gmbh incorp plc".split())
# At the end of a name these come and go like a legal form.
WEAK_ENDINGS = frozenset("group holdings holding sons usa us enterprise".split())
COUNTRIES = frozenset(
    "united states;united kingdom;canada;australia;germany;france;japan;china;india;mexico;netherlands;"
    "switzerland;ireland;spain;italy;brazil;israel;singapore;sweden;denmark;norway;belgium;usa;us;uk".split(";")
)
STATES = frozenset(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho "
    "illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi "
    "missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia "
    "washington wisconsin wyoming america".split()
)

# Words that tell sister bodies apart: "Mary Crane North" is not "Mary Crane East", Local 481 is not Local 542.
MARKS = frozenset("north south east west one two three four five i ii iii iv vi vii viii".split())

# A body with such a word beside one without it is another body at the same address: a college and its foundation.
KINDS = frozenset(
    """foundation booster boosters auxiliary alumni friends pta pto ptsa ptso chapter endowment trust union fund
    retirement pension veba scholarship fellowship homeowners condominium hoa ministry lodge post council staff
    residents tenants volunteers employees retirees guild""".split()
)

# Canonical words found in so many names that sharing them says little.
COMMON_WORDS = frozenset(
    """academy accounting administration advanced advertising aerospace agency agricultural air all alliance allied
    america american analytics animal apartments appliance arc architects art arts associates association atlantic
    auto automotive aviation bail bakery bank bar barber bay beach beauty best biotech blue board body boulevard boys
    brewing brothers builders building business cabinetry cafe california capital care careers cars catering catholic
    center central charitable charter childcare children chinese chiropractic christian church city cleaners cleaning
    clinic club coast coastal coffee college commercial commission committee communications community computer
    concepts concrete construction consulting contractors cooling cooperative corner corporate council country county
    creative credit custom dance data day daycare deli delivery dental department depot design development diego
    digital direct discount distribution distributors district diversified division dry early east eastern education
    electric electronics elementary elite energy engineering enterprise entertainment environmental equipment estate
    events express eye fabrication family farm farms federal fellowship finance financial fine first fitness flooring
    florist food foods force fort foundation foundry freight friends fund furniture gallery garage garden gas general
    gift girls glass global golden golf good government grand graphics great green grill grocery group guild hall
    hardware headstart health healthcare healing heart heating heights help high hills historical holdings holy home
    homes hospital hospitality hotel house housing human hvac image imaging impact imports independent industry
    information inn innovation institute insurance integrated interior interiors international investment island
    jewelry joint junior kids kindergarten kitchen labor laboratory lake land landscape landscaping language laundry
    law league learning legal library life light line liquor little living loan local lodge logistics lumber lutheran
    machine main maintenance management manufacturing marine market marketing massage media medical medicine memorial
    mental metal metro mexican middle ministry mission mobile modern montessori mortgage motel motor motors mount
    mountain municipal museum music nail nails national natural neighborhood network networks new night north northern
    nursery nursing ocean office oil old one optical oral organization organic outreach pacific packaging paint
    painting paper parent park partners partnership party pet pharmaceutical pharmacy physical pizza place plastics
    plumbing plus point police post power precision premier preschool print printing pro product production
    productions professional program project properties property public quality radio ranch real realty recovery
    recreation recycling red regional rehabilitation reliable rental rentals repair research residential resource
    resources restaurant retail river road roofing royal safety saint sales salon sand school science sciences sea
    security senior service services shop shipping sierra silver site social society software solar solution south
    southern southwest special sports spring square staff staffing star state steel storage store stores street
    studio studios summit sun superior supply support surgery system tax team technology telecom temple textiles
    theater therapy tile tire title tool tools top tours towing town toys trade trading training transit
    transportation travel treatment tree tri truck trucking trust ua unified union united university upholstery urban
    us valley value veterans veterinary village vision warehouse waste water web welding wellness west western
    wholesale winery window wine women wood woman work works workshop world worldwide yoga young youth die
    smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson
    thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker
    allen king wright scott torres nguyen hill flores adams nelson baker rivera campbell mitchell carter
    roberts""".split()
)
