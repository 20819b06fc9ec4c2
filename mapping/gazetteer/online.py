"""Ask OpenStreetMap's Nominatim, slowly and only for what was never asked before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location

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
        self._answers = _read_cache(cache_path)
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
        text = json.dumps(self._answers, ensure_ascii=False, indent=1, sort_keys=True)
        written = self.cache_path.with_name(self.cache_path.name + ".new")
        try:
            self.cache_path.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and then renamed: a stop in between never leaves half a cache.
            written.write_text(text + "\n", encoding="utf-8")
            written.replace(self.cache_path)
        except OSError as error:
            raise OnlineGeocoderError(
                f"The cache {self.cache_path} could not be written: {error.strerror}."
            ) from None


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


def _read_cache(path: Path) -> dict[str, list[Mapping[str, Any]]]:
    remedy = "Delete it to ask again."
    try:
        answers = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise OnlineGeocoderError(f"The cache {path} cannot be read: {error}. {remedy}") from None
    if not isinstance(answers, dict) or not all(map(_is_answer_list, answers.values())):
        raise OnlineGeocoderError(
            f"The cache {path} is not one of ours: expected names and their answers. {remedy}"
        )
    return answers


def _is_answer_list(value: object) -> bool:
    needed = {"address", "lat", "lon", "raw"}
    return isinstance(value, list) and all(
        isinstance(answer, dict) and needed <= answer.keys() for answer in value
    )
