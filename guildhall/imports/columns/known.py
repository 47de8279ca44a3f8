"""Words by which values of lists are told from one another: a name of a person, of a city, of an organization."""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark
    donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank
    raymond jack dennis jerry tyler aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter
    christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce
    gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley
    philip eugene mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra
    margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura
    cynthia dorothy amy kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine debra
    rachel carolyn janet maria olivia heather helen catherine diane julie victoria joyce lauren kelly christina joan
    evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail
    sophia frances jean alice judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie
    theresa diana brittany doris kayla alexis lori marie luis carlos jorge miguel jesus manuel francisco pedro
    antonio ricardo fernando eduardo roberto alejandro javier rafael sergio mario hector ruben oscar raul alberto
    arturo enrique ernesto gerardo guillermo gustavo hugo ignacio ivan jaime julio leonardo lorenzo marco marcos
    martin mauricio noe omar pablo ramon rodrigo salvador santiago tomas vicente victor ana rosa guadalupe carmen
    juana luz leticia adriana alejandra alicia araceli beatriz blanca catalina claudia daniela dolores elena elsa
    esperanza estela eva fernanda gabriela graciela ines irene irma isabel josefina lidia lorena lucia lupe luisa
    magdalena marcela margarita marisol marta mercedes miriam monica nadia natalia norma olga paola paulina pilar
    ramona raquel rocio silvia sofia sonia susana valeria veronica virginia ximena yolanda dana lee kim chris pat
    sam alex casey taylor morgan jamie robin jo kate katie liz beth meg jen jenny sue mike dave bob bill jim tom tim
    dan ben matt nick steve greg jeff ken ron rick tony andy charlie max leo liam lucas mateo sebastian diego adrian
    angel cesar edgar emilio esteban felipe joaquin nora nina tara tina toni tracy wendy yvette yvonne zoe amara
    priya raj anil sanjay deepa anita sunita wei li ming jin hiroshi kenji yuki minh thanh linh nguyen lan anh ahmed
    mohamed mohammed ali fatima aisha hassan hussein ibrahim yusuf khalid leila samir kofi kwame ade chidi ngozi
    ingrid lars sven erik karl hans otto greta heidi klaus dmitri sergei natasha boris pavel jan piotr ewa agnieszka
    marek otis wendell hilda cyrus solveig ian neil owen rhys siobhan fiona gwen moira ruth naomi esther leah eli
    ezra levi asher joel saul theo theodore felix oliver jasper silas milo lena mara thea lydia clara cora flora
    iris ivy lily rose ruby pearl opal hazel violet daisy stella luna nova willow autumn summer june april may joy
    hope faith
    """.split()
)

JOBS = frozenset(
    """
    manager director recruiter owner president supervisor coordinator administrator principal officer ceo cfo coo
    cto cio vp vice chair chairman assistant analyst engineer technician specialist representative superintendent
    foreman partner founder secretary treasurer accountant nurse teacher instructor chef cook cashier clerk buyer
    planner designer developer generalist executive lead head chief associate advisor consultant mechanic
    electrician plumber welder operator dispatcher driver trainer gerente directora encargado encargada dueno dueña
    dueño jefe jefa supervisora coordinador coordinadora presidente asistente reclutador reclutadora contador
    ingeniero ingeniera administradora secretaria subdirector proprietor intern broker realtor attorney paralegal
    physician dentist pharmacist therapist hr ops rep
    """.split()
)

FIRMS = frozenset(
    """
    inc llc corp co company corporation ltd lp llp pllc pc incorporated limited enterprises enterprise group
    holdings industries industry services service solutions systems technologies technology tech labs laboratory
    hospital clinic medical health healthcare dental pharmacy school schools elementary academy college university
    district unified center centre foundation association chamber council society institute library church
    ministries temple museum hotel inn resort motel restaurant cafe café bakery grill pizza kitchen catering
    foods food market supply supplies lumber hardware tools electric electrical plumbing roofing construction
    builders contractors contracting landscaping nursery farms farm dairy ranch motors auto automotive tire repair
    garage transport trucking logistics freight moving storage rentals rental leasing properties property realty
    estate bank credit insurance financial capital partners associates consulting consultants agency media marketing
    advertising design studio studios press printing graphics print shop store boutique salon spa fitness gym club
    sports aviation aerospace marine manufacturing machining fabrication metals steel plastics products equipment
    energy solar power water gas oil environmental engineering architects architecture security cleaning janitorial
    sanitary laundry cleaners staffing recruiting software networks communications telecom wireless biotech
    pharmaceuticals sciences research works butchers tile stone rigging joinery carpentry cabinets furniture framing
    brewery brewing winery county city department authority local home care
    hospice nursing rehabilitation physical therapy veterinary animal pet village taqueria tortilleria panaderia
    carniceria taller talleres hospitales clinica escuela hermanos hnos asociados servicios grupo sa cv waste
    haulers towing yard depot outlet warehouse distribution distributors wholesale trading imports exports
    international global national american pacific california southwest coastal millwork woodcraft crafts arts
    theater theatre cinema orchestra zoo aquarium bakers butcher florist flowers jewelers optical vision
    imaging surgery pediatrics orthopedics oncology wellness yoga
    """.split()
)

CITIES = frozenset(
    " ".join(name.split())
    for name in """
    san diego, el cajon, chula vista, national city, la mesa, escondido, oceanside, carlsbad, vista, san marcos,
    encinitas, poway, santee, coronado, imperial beach, del mar, solana beach, lemon grove, spring valley, lakeside,
    ramona, fallbrook, alpine, bonita, san ysidro, la jolla, rancho santa fe, rancho bernardo, otay mesa, mira mesa,
    julian, valley center, bonsall, el centro, calexico, brawley, imperial, holtville, heber, westmorland,
    calipatria, niland, salton city, tijuana, mexicali, ensenada, tecate, los angeles, long beach, anaheim, santa
    ana, irvine, riverside, san bernardino, ontario, corona, temecula, murrieta, palm springs, palm desert, indio,
    coachella, la quinta, fresno, bakersfield, sacramento, san jose, san francisco, oakland, berkeley, stockton,
    modesto, santa barbara, ventura, oxnard, pasadena, glendale, burbank, torrance, costa mesa, huntington beach,
    fullerton, laguna beach, mission viejo, yuma, phoenix, tucson, mesa, las vegas, reno, henderson, chicago, new
    york, brooklyn, houston, dallas, austin, san antonio, fort worth, el paso, denver, seattle, portland, boston,
    philadelphia, atlanta, miami, orlando, tampa, charlotte, nashville, memphis, detroit, cleveland, columbus,
    cincinnati, indianapolis, milwaukee, minneapolis, st. louis, kansas city, salt lake city, albuquerque, santa fe,
    omaha, baltimore, washington, pittsburgh, buffalo, richmond, raleigh, new orleans, honolulu, wilmington, dover,
    newark, newport, evanston, oak park, springfield
    """.split(",")
)

US_STATES = frozenset(
    """al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj
    nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy pr gu vi as mp""".split()
)
