"""The states, territories and military post codes of the United States Postal Service."""

from __future__ import annotations

_STATES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico
|GU Guam|VI Virgin Islands|AS American Samoa|MP Northern Mariana Islands|AA Armed Forces Americas
|AE Armed Forces Europe|AP Armed Forces Pacific
"""

STATE_NAMES: dict[str, str] = {
    entry.strip()[3:].casefold(): entry.strip()[:2] for entry in _STATES.replace("\n", "").split("|")
}
STATE_CODES: frozenset[str] = frozenset(STATE_NAMES.values())
# Older short forms that people still write.
STATE_NAMES.update(
    {
        "calif": "CA", "cal": "CA", "ariz": "AZ", "nev": "NV", "tex": "TX", "wash": "WA",
        "ore": "OR", "fla": "FL", "mass": "MA", "mich": "MI", "penn": "PA", "ill": "IL",
        "washington dc": "DC", "washington d c": "DC", "d c": "DC", "us virgin islands": "VI",
    }
)  # fmt: skip
