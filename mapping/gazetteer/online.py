"""Ask OpenStreetMap's Nominatim, slowly and only for what was never asked before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from mapping.format.answer_file import AnswerFileError, read_answers, write_answers

# Nominatim's usage policy: at most one request a second, and a name for who asks.
USER_AGENT = "campaign-map"
SHORTEST_DELAY_SECONDS = 1.0
_TIMEOUT_SECONDS = 10
_MOST_ANSWERS = 5


class OnlineGeocoderError(Exception):
    """The online gazetteer could not be asked, or its cache not be read or written."""


class OnlineGeocoder:
    """A rate-limited geopy geocoder with a JSON file that remembers every answer.

    The file maps each query to the list of raw answers as they came (an empty list: none), so
    it can be read, kept and deleted by hand.
    """

    def __init__(self, geocoder: Geocoder, cache_path: Path, delay_seconds: float) -> None:
        self.cache_path = cache_path
        try:
            self._answers = read_answers(cache_path, _is_answer_list)
        except AnswerFileError as error:
            raise OnlineGeocoderError(str(error)) from None
        # No retries: geopy would log each with a traceback, and a person can simply ask again.
        self._ask = RateLimiter(
            geocoder.geocode,
            min_delay_seconds=delay_seconds,
            max_retries=0,
            error_wait_seconds=delay_seconds,
            swallow_exceptions=False,
        )

    def geocode(self, query: str, exactly_one: bool = True, limit: int = _MOST_ANSWERS) -> Any:
        """Find a name online or in the cache: a `Location`, a list of up to `limit`, or None.

        Raises OnlineGeocoderError with one short sentence if the service cannot be asked.
        """
        query = " ".join(query.split())
        if query not in self._answers:
            self._answers[query] = self._fetch(query)
            self._save()
        found = [_to_location(raw) for raw in self._answers[query][:limit]]
        if not found:
            return None
        return found[0] if exactly_one else found

    def _fetch(self, query: str) -> list[Mapping[str, Any]]:
        try:
            found = self._ask(query, exactly_one=False, limit=_MOST_ANSWERS)
        except (GeopyError, OSError) as error:
            reason = str(error).strip().partition("\n")[0] or type(error).__name__
            raise OnlineGeocoderError(
                f'The online gazetteer could not be asked for "{query}": {reason}. '
                "Check the connection and ask again; answers so far are kept."
            ) from None
        return [_to_answer(location) for location in found or ()]

    def _save(self) -> None:
        try:
            write_answers(self.cache_path, self._answers)
        except AnswerFileError as error:
            raise OnlineGeocoderError(str(error)) from None


def online_geocoder(
    cache_path: Path | str,
    geocoder: Geocoder | None = None,
    delay_seconds: float = SHORTEST_DELAY_SECONDS,
) -> OnlineGeocoder:
    """Make the online gazetteer, used only on request.

    `cache_path` is a JSON file, made when first needed. `geocoder` is Nominatim unless another
    geopy geocoder is passed in; requests are at least `delay_seconds` (never below 1) apart.
    Raises OnlineGeocoderError for a cache that cannot be read.
    """
    asked = geocoder or Nominatim(user_agent=USER_AGENT, timeout=_TIMEOUT_SECONDS)
    delay = max(delay_seconds, SHORTEST_DELAY_SECONDS)
    return OnlineGeocoder(asked, Path(cache_path), delay)


def _to_answer(location: Location) -> Mapping[str, Any]:
    return {
        "address": location.address,
        "lat": location.latitude,
        "lon": location.longitude,
        "raw": location.raw,
    }


def _to_location(answer: Mapping[str, Any]) -> Location:
    return Location(answer["address"], (answer["lat"], answer["lon"]), answer["raw"])


def _is_answer_list(value: object) -> bool:
    needed = {"address", "lat", "lon", "raw"}
    return isinstance(value, list) and all(
        isinstance(answer, dict) and needed <= answer.keys() for answer in value
    )
