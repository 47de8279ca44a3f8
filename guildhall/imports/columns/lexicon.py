"""The words that titles of columns are made of, in English and Spanish, each with what it stands for.

Phrases are written without accents, in lower case; the longest one wins. `what` is a thing told, `whose` is of whom,
`how` is which of several, and OTHER is a thing that the record does not keep.
"""

from __future__ import annotations

WHAT = """
email: email|e mail|correo|correo electronico|correos|email address|e mail address|emails|e mails
phone: phone|phone number|telephone|telephone number|tel|tel number|ph|phones|phone no|tel no|telefono|telefonos
 |gentele|numero de telefono|contact number|best number|number to reach|work number|office number|direct number
 |cell number|mobile number|main line|direct line|extension number
cell: cell|mobile|celular|movil|cell phone|mobile phone|cellphone|whatsapp
website: website|web site|web|web page|webpage|homepage|home page|www|domain|internet|webaddr|web address
 |website url|sitio web|sitio|pagina web|pagina|domain name|websites|site web|website address
link: url|link|profile|profile url|profile link|perfil
zip: zip|zip code|zipcode|postal code|postal|postcode|post code|zip5|zip 5|zip4|zip 4|zips|codigo postal|cp
 |cod postal|c p|zip postal|zip postal code|zip plus 4|zip plus four
state: state|st|stabbr|province|estado|state name|state code|state abbreviation|state abbr|prov|provincia|us state
city: city|town|municipality|ciudad|municipio|city name|city town|poblacion|localidad|citytown
mail: mail
quiet: do not contact|do not call|do not email|dnc|no contactar|no contact|do not mail
optout: opt out|opted out|email opt out
 |email opted out|opted out of email|opt out of email|has opted out of email|unsubscribe|unsubscribed|emails opted out
 |unsubscribed from all email|unsubscribed from email|no email|no emails|no calls|no llamar|dar de baja
 |excluded from email
welcome: ok to contact|okay to contact|ok to call|ok to email|may contact|may we contact|can we contact|can contact
 |permission to contact|consent to contact|contact ok|contact permission|contact allowed|contactable|se puede contactar
place: where|where are you|where is|place|location|lugar|ubicacion|locality|located|locations|based
street2: suite|unit|apt|address 2|address line 2|street 2|addr 2|addr2|street line 2|street address 2|line 2
 |second line|suite number|apartment|suite unit|suite or unit|unit number|ste|building|interior
street: street|address|addr|address 1|address line 1|street 1|addr 1|addr1|line 1|first line|street line 1|direccion
 |calle|domicilio|street address|street name|street address 1|addresses|direccion 1|calle y numero
ein: ein|fein|tax id|federal tax id|tax id number|employer identification number|federal ein|irs number|tin
 |taxpayer id|tax number|federal id|fed id|fed tax id|tax identification number|federal tax number
license: license|licence|license number|license num|license no|licence number|licence no|business license
 |permit number|lic no|lic number|license nbr|permit no|licencia|numero de licencia|permit|bl number
licenseid: license id
rowid: oid|object id|uid|key|objectid|fid|row id
naics: naics|primary naics code|naics cd|naics code|naics 6|naics codes|naics number|naics 2022|naics 2017
 |primary naics|industry code|naics6
size: employees|employee count|headcount|staff|staff size|company size|size|size range|emp size|workforce|workers
 |number of employees|no of employees|num employees|number employees|staff count|employee range|emp size range
 |employee size|emp count|empleados|numero de empleados|plantilla|trabajadores|team size|fte|ftes|size class
 |employee size class|number of staff|full time employees|people employed|organization size|business size
 |personnel count|size of company|how many people work|how many employees
industry: industry|industries|sector|business activity|business category|type of business|line of business|category
 |categories|giro|industria|rubro|sic description|business type|kind of business|industry sector|industry type
 |naics description|naics title|trade|field of business|career cluster|sector industrial|actividad|ramo
 |industry description|nature of business|specialty|naics industry|industry cluster|industry group
 |does your company do|does your business do|does your organization do|do you do|a que se dedica
tags: tags|tag|keywords|labels|label|pathway|pathways|interests|etiquetas|keyword|career pathway|engagement types
 |ways to engage|engagement|activities|interested in|partnership types|programs of interest|program areas
 |engagement interests|opportunities offered|cte pathway|willing to|they offer|can you offer|do you offer|you offer
 |offerings|offers
notes: notes|note|comments|comment|remarks|remark|memo|description|additional information|notas|observaciones
 |comentarios|comentario|additional comments|other information|additional info|background|nota|other comments
 |notes comments|feedback|more information|details|other notes
asked: hiring for|recruiting for|seeking|looking for|tell us|anything else|questions or comments|roles you hire
 |positions you hire
job: title|job title|position|role|job|puesto|cargo|position title|titulo|job role|occupation|designation|rol
 |job position|role there|job titles|what do they do|position held|ocupacion
id: id|record id|account number|account no|account id|unique entity id|uei|npi|unitid|clave|record number|ref
 |reference|reference number|external id|source id|customer number|member number|member no|cdscode|cds code
 |unique id|identifier|oshpd id|record no|id number|crm id|salesforce id|folio|entity number|file number|facid
 |hcai id|customer no|member id|duns|duns number|entity id|nces id|ncessch|leaid
legal: legal name|legal business name|registered name|legal entity name|entity name|legal entity|corporate name
 |taxpayer name|razon social|legal|registered business name|incorporated name|nombre legal|official name
trading: trading name|doing business as name|doing business as|dba|dba name|trade name|aka|also known as|alias
 |ialias|nombre comercial|business name dba|d b a|a k a|other name|other names|known as|other organization name
 |fictitious name|fictitious business name|dbas
first: first name|first|firstname|given name|forename|fname|nombres|given|primer nombre|nombre de pila|first names
 |preferred name|preferred first name
last: last name|last|lastname|surname|family name|lname|apellido|apellidos|family|apellido paterno|last names
full: full name|fullname|first and last name|first last name|nombre completo|display name|nombre y apellidos
 |first name and last name|first last|last first|last name first name|nombre y apellido|complete name
left: left on|date left|left date|until|last day|last day there|left since|departed on|departure date|fecha de salida
 |hasta|se fue el|former since
name: name|names|nombre|called|nombre de|denominacion|title of company|nm
"""

WHOSE = """
org: employer|company|companies|business|organization|organisation|org|firm|account|agency|facility|establishment
 |empresa|negocio|instnm|institution|corporation|enterprise|worksite|work site|compania|comercio|entity|school
 |hospital|district|vendor|customer|employers|businesses|organizations|clinic|restaurant|store|shop|hotel|church
 |house|parent company|empleador|organizacion|institucion|lugar de trabajo|work place|workplace|do you work|you work
 |place of work|where do you work|where they work|where do they work|donde trabaja|donde trabajas|they work
 |affiliation|employed by|works at|works for|worked for|company or organization|place of employment
 |nonprofit|studio|salon|lab|co|comp|host site|placement site|internship site|clinical site|do you represent|biz
 |sponsor company|campus|college|place of business|business place|plaza|tienda|escuela|university|practice|brand
 |esp name|site name|departamento estatal
either: member|partner|client|provider|site|exhibitor|sponsor|host|supplier|donor|socio|miembro|cliente|proveedor
 |lead|business partner|industry partner|partners|members|sites|prospect|stakeholder|vendors|presenter|anfitrion
 |subscriber
person: contact|contacts|rep|representative|supervisor|person|attendee|participant|employee|poc|point of contact|who
 |contact person|person to contact|contacto|persona de contacto|persona|representante|supervisor name|mentor
 |hiring manager|manager|recruiter|principal|administrator|owner name|individual|speaker|registrant|guest
 |primary contact|key contact|main contact|contact name|contact full name|reps|preceptor|coordinator|director
 |official|authorized official|signatory|responsable|encargado|gerente|titular|human resources|hr|hr contact
 |volunteer|panelist|people|persons|liaison|superintendent|ceo|president|executive director|executive|agent
 |applicant|agent for service|asistente|superior|participante|jefe|advisor name|signer|respondent|delegate
 |connection|alumnus|alum|interviewer|judge|instructor name|owner s|business owner|shop owner|store owner
 |restaurant owner|owner s name|propietario|dueno|duena|nombre del dueno
pronoun: you|your|yourself|my|tu|su|usted|their|they|me
staff: owner|record owner|account owner|company owner|contact owner|lead owner|assigned to|assigned|created by
 |entered by|modified by|last modified by|updated by|account manager|relationship manager|hubspot owner|our contact
 |caseload|case manager|counselor|advisor|teacher|instructor|faculty|staff contact|job developer|submitted by
 |staff lead|who talked|who visited|who called|who met|handled by|staff member|wbl coordinator|logged by
 |career coach|our staff|contacted by|parent|student|intern|students|interns|child|emergency contact|spouse
 |referred by|sales rep|rep assigned|district contact|college contact|assistant|assistants|referral|primary liaison
home: home|personal|casa|private|particular|residence|residential|other
"""

HOW = """
mailing: mailing|mail addr|mail|postal address|billing|shipping|ship to|bill to|correspondence
physical: physical|practice|practice location|site|street|work|office|business|main|principal|primary|headquarters
 |hq|corporate|preferred|best|general|trabajo|oficina|work address|company
second: secondary|alternate|alt|additional|second|2nd|backup|alternative|segundo|other contact|secundario|third
 |another
"""

OTHER = """
date|dates|since|status|type|types|latitude|longitude|lat|lng|lon|long|fax|fax number|county|country|region|pais
|fecha|created|updated|modified|timestamp|marca temporal|hora|time|times|expires|expiration|expiry|ends|ended|begin
|start|end|renewal|dues|amount|fee|price|revenue|sales|salary|wage|wages|pay|paid|hours|count of|label
|etiqueta tipo|email display name|mail display name|middle|middle name|middle initial|mi|suffix|prefix|salutation
|honorific|phonetic|nickname|file as|birthday|photo|department|dept|division|source|lead source|level|tier|rating
|score|priority|stage|opt|opted|ok|consent|permission|unsubscribe|unsubscribed|subscribed|bounced|last contact
|last contacted|last activity|last talked|last spoke|spoke last|last visit|last visited|last modified|last updated
|last met|last engaged|next step|next action|next|follow up|followup|connected|connected on|how many|how did you
|when|rfc|curp|openings|vacancies|positions available|number of interns|interns|students|slots|capacity
|headcount of|census|ward|precinct|block|tract|geocode|coordinates|map|district code|state code fips|fips|sic
|sic code|gender|sex|ethnicity|race|age|grade|major|gpa|password|language|idioma|pronouns|industry label
|description code|desc|dietary|shirt|parking|session|workshop|table|booth|ticket|registration|order|invoice
|check in|signed|signature|initials|term|cohort|semester|quarter|fiscal|year|ano|month|mes|day|dia|week|active
|inactive|verified|valid|confidence|parent|website label|email label|phone label|created on|created at|birthdate
|facebook|twitter|instagram|linkedin|linkedin url|youtube|tiktok|social|social media|yelp|skype|im|logo|image
|picture|count|total|balance|job function|seniority|member since|shared since|entered|address in guildhall|touches
|replacement|taxonomy|gender code|opportunities|acquired|founded|established|founding|year founded|flag|indicator
|ind|yes no|y n|row|line number|agree|shadow|attending|number of positions|number of openings|approved|eligible
|exempt|accreditation|criteria answered
|area code|extension|ext|country code|activity|code|mode|method|reason|relationship|related
|referral|attachment|document|file name|resume|course|class|background check|insurance|mou|agreement
|agreement on file|contract|transport|distance|miles|schedule|availability|dropped|left|duration|frequency
|experience|skills|languages|nationality|bounce|clicks|opens|list|lists|groups|group
"""

FILLER = frozenset(
    """
    the a an of for and or to in at on by is are what whats s this that please print if any optional required
    address's we do you're el la los las de del y o u para en un una cual es su con por favor primary value
    current que como se llama best reach called each all with from as known usual main real actual box
    """.split()
)

# Short forms of words, as databases write them.
SHORT = {
    "cntct": "contact", "ctct": "contact", "nm": "name", "nbr": "number", "num": "number", "numero": "number",
    "cd": "code", "addr": "address", "ppl": "people", "mgr": "manager", "cty": "city", "tele": "telephone", "emp":
    "employee", "bus": "business", "cust": "customer", "desc": "description", "no": "number", "nr": "number",
    "co": "company", "supv": "supervisor", "eml": "email", "fst": "first", "lst": "last", "org": "organization",
    "yr": "year", "dt": "date", "govt": "government", "dept": "department", "ttl": "title", "str": "street",
    "ste": "suite", "bldg": "building",
}  # fmt: skip


def _phrases(text: str) -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for line in " ".join(text.split("\n ")).strip().splitlines():
        symbol, _colon, listed = line.partition(":")
        for phrase in listed.split("|"):
            table.setdefault(tokens_of(phrase), symbol)
    return table


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a phrase, short forms written out."""
    return tuple(SHORT.get(word, word) for word in text.split())


_OTHER = {tokens_of(phrase): "other" for phrase in OTHER.replace("\n", "").split("|")}
_HOW = _phrases(HOW.strip("\n"))
_ASKS = dict.fromkeys(
    map(
        tokens_of,
        (
            "would you",
            "are you",
            "can you",
            "can we",
            "may we",
            "do you",
            "did you",
            "will you",
            "is this",
            "is your",
            "have you",
        ),
    ),
    "asks",
)  # a question is answered by yes or no, unless it asks for a thing
_WHAT = _phrases(WHAT.strip("\n"))
_WHOSE = _phrases(WHOSE.strip("\n"))
# Of a phrase that stands in several tables the later one counts.
PHRASES: dict[tuple[str, ...], str] = {**_HOW, **_OTHER, **_ASKS, **_WHOSE, **_WHAT}
LONGEST = max(map(len, PHRASES))
THINGS = frozenset(_WHAT.values())
OWNERS = frozenset(_WHOSE.values())
