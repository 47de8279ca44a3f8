"""In which time zone an address of the United States lies, as far as its state and the head of its ZIP code say."""

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
_STATES = {
    _EASTERN: "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    _CENTRAL: "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    _MOUNTAIN: "CO ID MT NM UT WY",
    _PACIFIC: "CA NV OR WA",
    "America/Phoenix": "AZ",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
ZONE_OF_STATE = {state: zone for zone, states in _STATES.items() for state in states.split()}
# Of states with two zones the heads of the ZIP codes that lie in the smaller part.
_ELSEWHERE = {
    _CENTRAL: "324 325 420 421 422 423 424 463 464 476 477",  # panhandle of Florida, west of Kentucky, ends of Indiana
    _EASTERN: "373 374 376 377 378 379",  # east of Tennessee
    _MOUNTAIN: "577 586 691 693 798 799 885 979",  # west of the Dakotas and Nebraska, El Paso, a corner of Oregon
    _PACIFIC: "835 838",  # north of Idaho
}
ZONE_OF_HEAD = {head: zone for zone, heads in _ELSEWHERE.items() for head in heads.split()}


def zone_of_address(state: str, zip_code: str = "") -> str:
    """The time zone of a state, or of the part of it where a ZIP code lies; nothing where the state is not known."""
    zone = ZONE_OF_STATE.get(state.strip().upper(), "")
    return ZONE_OF_HEAD.get(zip_code.strip()[:3], zone) if zone else ""
