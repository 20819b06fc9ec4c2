"""Where names are: a campaign's own places, GeoNames and nature offline, Nominatim on request.

gazetteer = OfflineGazetteer(campaign_places)
gazetteer.locate("Qasr-i-Shirin").point
print(format_table(compare_places(campaign_places, gazetteer)))
"""

from mapping.gazetteer.compare import PlaceCheck, compare_places, format_table
from mapping.gazetteer.names import NamedPlace, name_key
from mapping.gazetteer.offline import (
    OfflineGazetteer,
    UnknownPlaceError,
    UnlocatedPlaceError,
)
from mapping.gazetteer.online import OnlineGeocoder, OnlineGeocoderError, online_geocoder

__all__ = [
    "NamedPlace",
    "OfflineGazetteer",
    "OnlineGeocoder",
    "OnlineGeocoderError",
    "PlaceCheck",
    "UnknownPlaceError",
    "UnlocatedPlaceError",
    "compare_places",
    "format_table",
    "name_key",
    "online_geocoder",
]
