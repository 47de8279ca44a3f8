"""The words by which lists name their columns, in English and Spanish."""

from __future__ import annotations

# Header texts in words, separated by bars, the most certain first.
_COMPANY = (
    "employer name|company name|organization name|organisation name|business name|account name"
    "|employer|company|organization|organisation|business|facility name|instnm"
    "|institution name|institution|agency name|firm name|firm|site name|school name|school"
    "|name of employer|name of company|name of business|name of organization|customer name"
    "|client name|partner name|partner|vendor name|vendor|account|agency|facility|establishment"
    "|company or organization|employer or company|worksite|empresa|nombre de la empresa|negocio"
)
_PERSON = (
    "contact name|contact person|contact full name|primary contact|primary contact name"
    "|main contact|key contact|point of contact|poc|contact|representative|owner name|contacto"
)
_STREET = (
    "street|street address|address|address 1|address line 1|street 1|addr|addr 1|street line 1"
    "|mailing address|physical address|business address|location address|site address"
    "|street address 1|dba address 1|dba address|facility address|work address|full address"
    "|mail street|street name|direccion|dirección|calle|domicilio"
)
_CITY = "city|town|city name|dba city|mailing city|physical city|city town|municipality|mail city|ciudad"
_STATE = "state|st|stabbr|state code|state abbreviation|state province|mailing state|province|estado"
_ZIP = (
    "zip|zip code|zipcode|postal code|postal|postcode|post code|zip postal code|zip 5|zip 4|zip4"
    "|dba zip code|dba zip|mailing zip|mailing zip code|postal zip code|zip code 5|código postal"
    "|codigo postal|cp"
)
_WEB = (
    "website|web site|web|url|web address|website url|webaddr|web page|homepage|home page|www"
    "|domain|internet|company website|site web|sitio web|pagina web|página web"
)
_EIN = (
    "ein|fein|tax id|federal tax id|tax id number|employer identification number|federal ein"
    "|irs number|tin|taxpayer id|ein number|ein tax id|tax number|federal id|fed id"
)
_PHONE = (
    "phone|phone number|telephone|telephone number|tel|tel no|business phone|main phone|phone 1"
    "|work phone|office phone|company phone|gentele|phone no|primary phone|contact number|ph"
    "|telefono|teléfono|mobile|mobile phone|cell|cell phone|direct phone"
)
_EMAIL = (
    "email|e mail|email address|e mail address|mail|business email|company email|general email"
    "|primary email|work email|email 1|correo|correo electronico|correo electrónico"
)
_TITLE = "title|job title|position|role|contact title|position title|title position|puesto|cargo"
_ID = (
    "source id|record id|external id|id|account id|company id|employer id|customer id|unitid"
    "|oshpd id|facility id|site id|unique id|reference|ref|record number|contact id|oid"
    "|crm id|salesforce id|cdscode|id number|clave"
)
_NOTES = "notes|note|comments|comment|remarks|additional information|memo|notas|observaciones"

SYNONYMS: dict[str, str] = {
    "name": "name|" + _COMPANY + "|nombre",
    "legal_name": "legal name|legal business name|registered name|legal entity name|entity name"
    "|legal entity|corporate name|taxpayer name|razon social|razón social",
    "trading_name": "trading name|doing business as name|doing business as|dba|dba name|trade name"
    "|aka|also known as|alias|ialias|nombre comercial|business name dba",
    "street": _STREET,
    "street2": "address 2|address line 2|street 2|suite|unit|addr 2|apt|suite unit|street line 2"
    "|street address 2|dba address 2|suite number|building",
    "city": _CITY,
    "state": _STATE,
    "zip": _ZIP,
    "phone": _PHONE,
    "website": _WEB,
    "email": _EMAIL,
    "ein": _EIN,
    "license": "license number|license num|license no|license|licence number|licence no|licence"
    "|business license|business license number|license id|permit number|lic no",
    "naics": "naics|naics code|naics 6|primary naics|naics codes|primary naics code|naics 2022"
    "|naics 2017|industry code|naics number",
    "size": "number of employees|employees|employee count|no of employees|num employees|headcount"
    "|number employees|of employees|company size|size|staff size|staff count|size band|emp size"
    "|employee size|employees total|total employees|fte|workforce|empleados",
    "industry": "industry|sector|industry sector|line of business|business type|type of business"
    "|naics description|naics title|business activity|industry description|primary industry"
    "|trade|giro|industria",
    "tags": "tags|tag|keywords|labels|categories|category|groups",
    "notes": _NOTES,
    "contact_name": _PERSON,
    "contact_title": "contact title|contact job title|contact position|title of contact"
    "|contact role"
    "|job title|title|position",
    "contact_email": "contact email|contact e mail|contact email address|email of contact"
    "|primary contact email|person email",
    "contact_phone": "contact phone|contact phone number|contact telephone|phone of contact"
    "|contact tel|contact cell|contact mobile|primary contact phone|direct phone|direct line",
    "source_id": _ID,
    "employer_name": _COMPANY + "|trading name|doing business as name|dba name|dba|legal name|legal business name",
    "first_name": "first name|firstname|first|given name|forename|fname|contact first name|nombre|nombres",
    "last_name": "last name|lastname|last|surname|family name|lname|contact last name|apellido|apellidos",
    "full_name": "full name|name|fullname|" + _PERSON + "|person|person name|employee name"
    "|attendee|attendee name|participant|nombre completo|display name",
    "title": _TITLE,
}
CONTACT_SYNONYMS = {
    "email": _EMAIL + "|contact email|contact e mail|contact email address|person email",
    "phone": _PHONE + "|contact phone|contact phone number|contact telephone|direct line|contact tel",
}
_PREFIXED = ("street", "city", "state", "zip", "website", "ein")
for _key in _PREFIXED:
    _owners = ("employer", "company", "business", "organization", "account", "work")
    SYNONYMS[f"employer_{_key}"] = "|".join(
        [SYNONYMS[_key]] + [f"{owner} {word}" for owner in _owners for word in SYNONYMS[_key].split("|")[:8]]
    )
