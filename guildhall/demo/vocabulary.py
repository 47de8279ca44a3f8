"""Words that the demo's names and addresses are made of."""

WORDS = """
Alder Amberly Anchor Arbor Arroyo Aspen Aurora Avocet Bayshore Beacon Birchwood Bluestem Boulder Brightside Briar
Broadleaf Buckeye Canyon Cardinal Cascade Cedar Chaparral Cinder Clearview Clover Coastline Compass Copperfield
Cormorant Cottonwood Crescent Crossroads Cypress Dogwood Driftwood Eastwind Egret Elderberry Ember Everglow Fernhill
Fieldstone Firebrand Foothill Foxglove Freshet Gablestone Garnet Gateway Goldfinch Granary Greenbrier Grizzly
Gullwing Harvest Hawthorne Headwater Heritage Heron Highmark Hillcrest Hummingbird Indigo Ironwood Islander Ivyleaf
Jadestone Kingfisher Lakeshore Landmark Lantana Larkmoor Laurel Lighthouse Limestone Longview Lupine Magnolia
Manzanita Maplewood Marigold Marlin Meadowlark Millrace Millstone Mistral Monarch Moonrise Mossbank Mulberry
Nightingale Northgate Oakridge Obsidian Osprey Overlook Palisade Paloma Parkway Pelican Peregrine Pierpoint
Pinnacle Poppy Prairie Quarry Quartz Quillfeather Rainier Ravenwood Redbud Redwing Riverbend Rosewood Sagebrush
Sandpiper Sequoia Shoreline Sierra Silverleaf Skylark Slate Snowberry Solstice Sparrow Springbrook Starling Stillwater
Stonebridge Summit Sunfield Sycamore Tamarack Terrace Thistle Tidewater Timberline Torchlight Trailhead Trillium
Tules Umber Upland Valleyview Verdant Vista Waterline Wayfarer Westerly Wheatland Whitecap Wildrose Willowmere Windrow
Winterhaven Yarrow Zephyr
""".split()

FAMILIES = """
Abbate Achebe Alvarado Anselm Arceneaux Ashdown Bagley Balcazar Barragan Beaumont Bergstrom Bhatt Blackwood Bostwick
Brannigan Bui Cabrera Callahan Castellon Chandra Cisneros Coldiron Corrigan Cuevas Dahlberg Danforth Deveraux Dhillon
Dominguez Drummond Duarte Eaves Eklund Elizondo Escalante Fairweather Falk Fennimore Figgis Fonseca Galvan Garibay
Gilchrist Goddard Gorman Greenlaw Guerrero Gupta Hackett Halloran Hargrove Hashimoto Hedlund Hinojosa Holbrook
Huang Ibarra Iverson Jankowski Jaramillo Jefferson Kamara Keating Kendrick Khoury Kimura Kirkland Kobayashi Lachance
Lattimore Ledesma Leung Lindgren Lockhart Lozano Lundy Macias Mahoney Maldonado Marchetti Mbeki McAllister Medrano
Mendiola Mercado Mizuno Montoya Moreau Nakagawa Navarro Nguyen Nordstrom Oakley Ochoa Odom Okafor Olmstead Orozco
Ostrow Pacheco Palomino Parrish Patel Pemberton Peralta Petrov Pomeroy Quesada Quigley Ramaswamy Rasmussen Redmond
Renteria Rinaldi Rosales Rutherford Saldana Santoro Schaefer Sepulveda Shapiro Sheffield Silva Sorensen Stavros
Sundaram Swenson Takahashi Tolliver Trujillo Underhill Urbina Valenzuela Vandermeer Varga Villasenor Wakefield
Weatherby Winslow Wozniak Yamashiro Yilmaz Zamora Zeller
""".split()

GIVEN = """
Adriana Alice Amara Andre Anita Beatriz Brandon Camille Carlos Cecilia Chinedu Claire Damon Daniela Deepa Diego Elena
Emmett Esther Fatima Felix Fiona Gabriel Gloria Gordon Harriet Hugo Imani Irene Isaac Jamal Jasmine Joel Josefina
Kavita Keiko Kenneth Laila Lucas Luz Malik Marta Mei Miguel Naomi Nasrin Noah Olga Omar Patrice Paula Quentin Rafael
Rekha Rosa Samuel Sandra Sergio Simone Tamara Thuy Uma Valerie Victor Wendy Xavier Yesenia Zachary
""".split()

# town: (ZIP codes that no real place has, how much of the region's trade is there)
TOWNS = {
    "Mesa Grande": ("92901", 20),
    "Two Rivers": ("92904", 18),
    "Redstone": ("92911", 14),
    "Harbor Point": ("92915", 12),
    "Westridge": ("92918", 9),
    "Orchard Valley": ("92922", 7),
    "Alder Creek": ("92925", 6),
    "Saltmarsh": ("92931", 5),
    "Bellview": ("92934", 5),
    "North Fork": ("92937", 4),
    "Inez Valley": ("92940", 3),
}
_STREETS = """
Airpark Drive|Almond Street|Bluff Road|Cannery Row|Canal Street|Commerce Parkway|Depot Street|Dock Street|Enterprise Way
Fairground Avenue|Ferry Lane|First Street|Foundry Way|Front Street|Garfield Avenue|Granite Avenue|Harbor Boulevard
Innovation Court|Junction Road|Lincoln Avenue|Lowell Street|Main Street|Market Street|Meridian Avenue|Mill Road
Mission Avenue|Oak Street|Orchard Avenue|Packing House Road|Pier Road|Pioneer Way|Quarry Road|Railroad Avenue
Ranch Road|Ridge Road|River Road|Second Street|Station Plaza|Sunset Boulevard|Union Street|Valley Road|Walnut Street
"""
STREETS = _STREETS.strip().replace("\n", "|").split("|")
AREA_CODES = ("209", "341", "530", "559", "805")  # with 555-0100 to 555-0199, kept for fiction in every area
LEGAL_FORMS = ("", "", "", ", Inc.", ", Inc.", " LLC", " LLC", " Corporation")
SITE_LABELS = ("East site", "Annex", "Second location", "Service center", "North office", "Yard")
