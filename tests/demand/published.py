"""Published figures for tests: a few occupations in a local area, its state and the nation, on every level."""

from datetime import date
from pathlib import Path
from typing import Any

from guildhall.demand.actions.loading import Loaded, load_figures
from guildhall.demand.actions.sources import choose_area
from guildhall.demand.models import Area
from guildhall.pathways.actions.codes import load_codes
from guildhall.pathways.loading import read_codes

HEADS = (
    "area_name,areatype_code,area_code,soc_code,soc_title,employment,hourly_median_wage,annual_median_wage,"
    "hourly_10th_percentile_wage,hourly_90th_percentile_wage,footnote_codes"
)
LOCAL, STATE, NATION = '"Redstone, CA",M,0041740', "California,S,0600000", "National,N,0000000"
WAGES = f"""{HEADS}
{LOCAL},00-0000,All Occupations,1000000,28.00,58240,16.00,70.00,
{LOCAL},29-1141,Registered Nurses,20000,60.00,124800,45.00,80.00,
{LOCAL},29-2010,Clinical Laboratory Technologists and Technicians,2740,30.66,63770,20.00,50.00,
{LOCAL},21-1018,Substance Abuse and Mental Health Counselors,6500,27.72,57660,20.00,40.00,
{LOCAL},29-1212,Cardiologists,-,-,-,-,-,5; 8
{LOCAL},25-2052,"Special Education Teachers, Kindergarten",1970,-,97860,-,-,4
{STATE},29-1141,Registered Nurses,300000,66.00,137280,48.00,90.00,
{STATE},29-1212,Cardiologists,900,-,-,-,-,5
{STATE},47-2231,Solar Photovoltaic Installers,9000,25.00,52000,18.00,38.00,
{NATION},29-1141,Registered Nurses,3000000,45.00,93600,31.00,65.00,
{NATION},29-2010,Clinical Laboratory Technologists and Technicians,332940,30.26,62930,20.00,48.00,
{NATION},29-1212,Cardiologists,15000,-,-,-,-,5
{NATION},49-9081,Wind Turbine Service Technicians,11000,30.00,62400,22.00,42.00,
"""
PROJECTIONS = """2024 National Employment Matrix title,2024 National Employment Matrix code,Occupation type,\
"Employment, 2024","Employment, 2034","Employment change, percent, 2024–34",\
"Occupational openings, 2024–34 annual average",Typical \
education needed for entry,Work experience in a related occupation,Typical on-the-job training needed
"Total, all occupations",00-0000,Summary,169956.1,175167.9,3.1,18863.3,—,—,—
  Registered nurses,29-1141,Line item,3300,3500,6.0,189.1,Bachelor's degree,None,None
  Clinical laboratory technologists,29-2010,Line item,340,350,2.9,22.6,Bachelor's degree,None,None
  Solar photovoltaic installers,47-2231,Line item,28.6,40,42,4.1,High school diploma or equivalent,None,Moderate
  Wind turbine service technicians,49-9081,Line item,13.6,20,50,2.3,Postsecondary nondegree award,None,Long-term
"""
CROSSWALK = """CIP2020Code,CIP2020Title,SOC2018Code,SOC2018Title
51.3801,Registered Nursing.,29-1141,Registered Nurses
51.1004,Clinical Laboratory Technician.,29-2011,Medical and Clinical Laboratory Technologists
51.1004,Clinical Laboratory Technician.,29-2012,Medical and Clinical Laboratory Technicians
24.0101,Liberal Arts.,99-9999,NO MATCH
15.0505,Solar Energy Technician.,47-2231,Solar Photovoltaic Installers
"""
CIP = """CIPFamily,CIPCode,Action,TextChange,CIPTitle
51,51.3801,No substantive changes,no,Registered Nursing.
51,51.1004,No substantive changes,no,Clinical Laboratory Technician.
24,24.0101,No substantive changes,no,Liberal Arts.
15,15.0505,Moved from,no,Solar Energy Technician.
15,15.1703,Moved to,no,Solar Energy Technician.
"""
SOC = """SOC Group,SOC Code,SOC Title,SOC Definition
Major,29-0000,Healthcare Practitioners,
Detailed,29-1141,Registered Nurses,
Broad,29-2010,Clinical Laboratory Technologists and Technicians,
Detailed,29-2011,Medical and Clinical Laboratory Technologists,
Detailed,29-2012,Medical and Clinical Laboratory Technicians,
Detailed,29-1212,Cardiologists,
Detailed,47-2231,Solar Photovoltaic Installers,
Detailed,49-9081,Wind Turbine Service Technicians,
"""


def loaded(folder: Path, text: str, name: str, **more: Any) -> Loaded:
    """Load a text as a file of that name."""
    path = folder / name
    path.write_text(text)
    return load_figures(path, name, by=None, **more)


def published(folder: Path, institution: Any = None) -> None:
    """Wages of three areas, the nation's projections and the codes; the institution is in the local area."""
    loaded(folder, WAGES, "oews_may2025.csv")
    loaded(folder, PROJECTIONS, "projections.csv")
    for text in (CIP, SOC, CROSSWALK):
        load_codes(read_codes(text))
    if institution is not None:
        choose_area(institution, Area.objects.get(pk="0041740"), version=0, by=None)


MAY_2025 = date(2025, 5, 1)
