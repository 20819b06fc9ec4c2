"""From a text to a draft: what is found, what is claimed, and that nothing else enters."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest

from mapping.checks import check_campaign
from mapping.commands.line import run
from mapping.drafting import Draft, DraftError, Frame, World, draft_text, write_draft
from mapping.drafting.assistant import ask_model, read_answer, write_request
from mapping.drafting.draft import redraft
from mapping.drafting.lock import Claim, Part, Proposal, Refusal, judge
from mapping.drafting.many_texts import draft_many, tasks_of
from mapping.drafting.parties import Sides, read_sides
from mapping.drafting.text_file import read_text_file
from mapping.format.campaign import load_campaign
from mapping.format.problems import find_errors
from mapping.geo.geodesy import distance_km

TEXT = """\
On 22 October 1899 the British column under General Yule left Dundee for Ladysmith. Two days later \
the Boers crossed the Buffalo River and occupied Dundee. By early November they had besieged \
Ladysmith, and that same day a patrol was ambushed near Colenso. They did not attack Estcourt. \
Buller planned to march from Frere to Ladysmith.

Louis of Baden was not there. Mobile columns were Reading maps, which was Nice of them. Ladysmith \
was relieved on 28 February 1900. The residents burned a farm.
"""
DAYS = ("1899-10-12", "1900-03-31")
PERSIAN = "در ۵ مرداد نیروها از قصر شیرین به سوی کرمانشاه رفتند."


@pytest.fixture(scope="module")
def draft(world: World) -> Draft:
    """The draft of the small text."""
    sides = Sides({"British": ("Yule", "Buller"), "Boers": ("Boer",)})
    return draft_text(TEXT, Frame.of(*DAYS, sides), world)


def claim_of(draft: Draft, phrase: str) -> Claim:
    """The claim whose phrase holds some words."""
    found = [one for one in draft.claims if phrase in one.phrase]
    assert len(found) == 1, [one.phrase for one in draft.claims]
    return found[0]


def proposal_of(draft: Draft, claim: Claim) -> Proposal:
    """A claim as somebody would propose it."""
    sentence = draft.reading.sentences[claim.sentence]
    named = {one.place_id: one.text for one in draft.reading.places_in(sentence)}
    parts = tuple(Part(named[one.place_id], one.role) for one in claim.places)
    return Proposal(sentence.start, claim.phrase, claim.table, claim.kind, parts, claim.moment,
                    claim.ends, claim.mode, claim.actor, claim.against)  # fmt: skip


RIVERS = """\
In April 1809 the archduke left Linz for Passau. Davout crossed the Danube at Regensburg on 20 \
April and reached Straubing. Ney went down the valley of the Drava to Maribor. A boat came from \
Vienna over the Adriatic. Captain Jordan slept. They crossed the Fish River near Deggendorf, and \
the Volga was far.
"""
RIVER_DAYS = ("1809-04-01", "1809-07-12")

# --- what is read --------------------------------------------------------------------------


def test_of_a_river_the_part_is_placed_that_the_story_touches(world: World) -> None:
    drafted = draft_text(RIVERS, Frame.of(*RIVER_DAYS), world)
    placed = {place.name: place for place in drafted.places.values() if place.found}
    danube = placed["Danube"]
    assert danube.found and danube.found.point and danube.found.radius_km
    assert (danube.kind, danube.found.source) == ("river", "naturalearth")
    assert distance_km(danube.found.point, (49.02, 12.1)) < 60
    assert 10 < danube.found.radius_km < 150
    assert {"Drava", "Adriatic"} <= {*placed}
    assert placed["Adriatic"].kind == "sea"


def test_what_is_far_from_the_story_or_has_only_a_large_ones_name_is_listed(world: World) -> None:
    drafted = draft_text(RIVERS, Frame.of(*RIVER_DAYS), world)
    listed = {place.name for place in drafted.places.values() if not place.found}
    assert listed == {"Fish River", "Volga"}
    others = {one.text for one in drafted.mentions if one.kind != "place"}
    assert "Jordan" in others


def test_a_crossing_is_at_its_river_and_a_river_keeps_its_extent_in_the_folder(
    world: World, tmp_path: Path
) -> None:
    drafted = draft_text(RIVERS, Frame.of(*RIVER_DAYS), world)
    assert "danube" in {one.place_id for one in claim_of(drafted, "crossed the Danube").places}
    write_draft(drafted, tmp_path / "made", "Rivers")
    assert not find_errors(check_campaign(tmp_path / "made"))
    with (tmp_path / "made" / "places.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["place_id"] == "danube")
    assert (row["kind"], row["found_by"]) == ("river", "naturalearth")
    assert row["found_id"].startswith("naturalearth:river-") and float(row["radius_km"]) > 10


def test_of_two_rivers_with_one_article_both_are_rivers(world: World) -> None:
    text = "In May 1917 they left Baghdad, and stood between the Tigris and Euphrates near Falluja."
    drafted = draft_text(text, Frame.of("1917-05-01", "1917-05-31"), world)
    kinds = {place.name: place.kind for place in drafted.places.values()}
    assert kinds["Tigris"] == kinds["Euphrates"] == "river"


def test_an_island_of_the_text_tells_its_hamlets_from_their_namesakes(world: World) -> None:
    text = "On 25 April 1915 the ships left Lemnos. Men from Mudros crossed the Sea of Marmara."
    drafted = draft_text(text, Frame.of("1915-04-01", "1915-05-31"), world)
    placed = {place.name: place.found for place in drafted.places.values()}
    assert placed["Mudros"] and placed["Mudros"].country == "GR"
    assert placed["Lemnos"] and placed["Lemnos"].nature == "island"


def test_every_mention_stands_where_it_says(draft: Draft) -> None:
    assert draft.mentions
    assert all(draft.text[one.start : one.end] == one.text for one in draft.mentions)


def test_places_are_found_and_told_from_their_namesakes(draft: Draft) -> None:
    found = {place.name: place.found for place in draft.places.values()}
    assert {name for name, one in found.items() if one} == {
        "Dundee", "Ladysmith", "Colenso", "Estcourt"
    }  # fmt: skip
    # Dundee is not the one in Scotland: the others lie in South Africa.
    assert {one.country for one in found.values() if one} == {"ZA"}
    # A river and a hamlet that no gazetteer here holds are listed, and never placed.
    assert found["Buffalo River"] is None and found["Frere"] is None


@pytest.mark.parametrize(
    ("text", "placed", "listed"),
    [
        # In the gazetteer hamlets of Ohio and Virginia had these names once.
        ("From Winchester to Strasburg, then to Harrisonburg, Staunton and Williamsport.",
         {"Williamsport": (39.6, -77.8)}, set()),
        ("From Moscow to Kaluga, Podolsk and Kolomna through Borodino.", {}, {"Borodino"}),
        # Another spelling of a village's own name counts as that.
        ("From Smolensk to Orsha through Krasny.", {"Krasny": (54.6, 31.4)}, set()),
        # In the Philippines the two are neighbours.
        ("From Caracas to Barinas, Guanare, Urdaneta and Vargas.", {}, {"Urdaneta", "Vargas"}),
        ("From London to Perry.", {"London": (51.5, -0.1)}, {"Perry"}),
        ("They reached Mobile, Pensacola and Fort Blakely.", {}, {"Fort Blakely"}),
        ("They went from Tacna to Arica, and over the Andes to La Paz.", {}, {"Andes"}),
        ("From Boston to Albany, then to Bennington.", {"Albany": (42.65, -73.76)}, set()),
        ("They were driven from Port Republic to Atlantic City and to Philadelphia.",
         {"Port Republic": (39.5, -74.5)}, set()),
        ("The garrison of Front Royal left for Winchester.", {"Front Royal": (38.9, -78.2)}, set()),
        # Hundreds of places in Belgium are nearer than the hamlet that the gazetteer has.
        ("They went from Malmedy to Thirimont, then to Stavelot and Vielsalm.",
         {"Malmedy": (50.4, 6.0), "Vielsalm": (50.3, 5.9)}, {"Thirimont"}),
        # A village farther off is meant where hardly anything else is.
        ("They went from Popondetta to Kokoda, then to Port Moresby.",
         {"Kokoda": (-8.9, 147.7)}, set()),
    ],
    ids=["other-names", "a-namesake-afar", "spelling", "two-strangers", "one-stranger", "fort",
         "the", "country-in-persian", "generic", "garrison", "many-as-near", "few-as-near"],
)  # fmt: skip
def test_a_namesake_is_not_taken_for_the_place(
    text: str, placed: dict[str, tuple[float, float]], listed: set[str], world: World
) -> None:
    places = {
        one.name: one.found for one in draft_text(text, Frame.of(*DAYS), world).places.values()
    }
    for name, (lat, lon) in placed.items():
        found = places[name]
        assert found and found.point and distance_km(found.point, (lat, lon)) < 25
    assert {name for name in listed if places.get(name) is None} == listed


def test_what_only_looks_like_a_place_is_none(draft: Draft) -> None:
    places = {one.text for one in draft.mentions if one.kind == "place"}
    assert not places & {"Mobile", "Reading", "Nice", "Louis", "Baden", "Louis of Baden", "Yule"}


@pytest.mark.parametrize(
    ("words", "moment", "basis"),
    [
        ("22 October 1899", "1899-10-22", "stated"),
        ("Two days later", "1899-10-24", "relative"),
        ("By early November", "[..1899-11-10]", "stated"),
        ("28 February 1900", "1900-02-28", "stated"),
    ],
)
def test_days_are_closed_along_the_text(draft: Draft, words: str, moment: str, basis: str) -> None:
    days = {one.text: (one.moment, one.basis) for one in draft.mentions if one.kind == "date"}
    assert days[words] == (moment, basis)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On July 22, 1988 it began. On the 27th it ended.", ["1988-07-22", "1988-07-27"]),
        ("Between 22 and 25 July they rested.", ["[1988-07-22..1988-07-25]"]),
        ("From 22 to 25 July they rested.", ["1988-07-22/1988-07-25"]),
        ("On 22 July it began. The next morning it rained.", ["1988-07-22", "1988-07-23"]),
        ("On 26 July they came. On Thursday they left.", ["1988-07-26", "1988-07-28"]),
        ("By late July it was over.", ["[..1988-07-31]"]),
        ("In mid-July 1988 it began.", ["[1988-07-11..1988-07-20]"]),
        # A post of another year: its weekday says so, and it moves nothing.
        ("On 26 July 1988 they came. Posted on July 26, 2025. Saturday, July 26th. That night it "
         "rained.", ["1988-07-26", "2025-07-26", "2025-07-26", "1988-07-26"]),
        # What reaches back does not take the rest with it.
        ("On 27 July they came. He had left on 22 July. The next day they went.",
         ["1988-07-27", "1988-07-22", "1988-07-28"]),
        ("Two days later nobody knew.", [""]),
        ("The 27th Division and 300 men may march.", []),
        ("On 31 February 1988 it snowed.", [""]),
        ("It fell on Jul. 29th. They left in Jul. They came.",
         ["1988-07-29", "[1988-07-01..1988-07-31]"]),
    ],
)  # fmt: skip
def test_words_for_days(text: str, expected: list[str], world: World) -> None:
    made = draft_text(text, Frame.of("1988-07-01", "1988-07-31"), world)
    days = [one for one in made.mentions if one.kind == "date"]
    assert [f"{one.moment}/{one.ends}" if one.ends else one.moment for one in days] == expected


# --- what is claimed -----------------------------------------------------------------------


def test_a_name_with_hyphens_is_found_whole(world: World) -> None:
    text = "On 22 October 1899 they marched from Braine-l'Alleud to Aulnay-sous-Bois and Ham."
    names = [one.name for one in draft_text(text, Frame.of(*DAYS), world).places.values()]
    assert names[:2] == ["Braine-l'Alleud", "Aulnay-sous-Bois"]


def test_a_movement_has_its_way_its_actor_and_its_day(draft: Draft) -> None:
    claim = claim_of(draft, "left Dundee")
    assert (claim.table, claim.moment, claim.basis) == ("movements", "1899-10-22", "stated")
    assert [(one.place_id, one.role) for one in claim.places] == [
        ("dundee", "from"), ("ladysmith", "to")
    ]  # fmt: skip
    assert "Yule" in claim.actor or "British" in claim.actor


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("The army marched from Dundee through Colenso to Ladysmith.",
         ["from Dundee", "via Colenso", "to Ladysmith"]),
        ("The army marched to Ladysmith from Dundee.", ["to Ladysmith", "from Dundee"]),
        ("The army fought at Dundee and marched to Ladysmith.", ["from Dundee", "to Ladysmith"]),
        ("The army marched out of Dundee on Ladysmith.", ["from Dundee", "to Ladysmith"]),
        ("The army fought at Dundee, while the Boers marched to Ladysmith.", ["to Ladysmith"]),
        # Of the second place only where the first is.
        ("The army marched to Colenso, south of Ladysmith.", ["to Colenso"]),
        ("The army marched to Dundee (ten miles north-east of Ladysmith).", ["to Dundee"]),
    ],
)  # fmt: skip
def test_the_way_is_told_in_any_order(text: str, way: list[str], world: World) -> None:
    made = draft_text(text, Frame.of(*DAYS), world)
    (claim,) = [one for one in made.claims if one.table == "movements"]
    assert [f"{one.role} {made.places[one.place_id].name}" for one in claim.places] == way


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The army reached Dundee on the 20th and Colenso on the 22nd.",
         ["20 Dundee", "22 Dundee Colenso"]),
        # Which of them on which day is not said.
        ("On the 20th and 21st the army reached Dundee and Colenso.", ["20..21 Dundee Colenso"]),
        ("The army reached Dundee and Colenso on the 22nd.", ["22 Dundee Colenso"]),
        # What was done there is not told in words that are known.
        ("He was at Dundee; he left Colenso on the 20th.", ["20 Colenso"]),
        ("Yule attackd Dundee, while Buller left Colenso on the 20th.", ["20 Colenso"]),
    ],
)  # fmt: skip
def test_a_place_has_the_day_and_the_deed_of_its_own(
    text: str, claims: list[str], world: World
) -> None:
    made = draft_text(f"On 18 October 1899 it began. {text}", Frame.of(*DAYS), world)
    assert [
        " ".join([one.moment.replace("1899-10-", "").strip("[]"),
                  *(made.places[part.place_id].name for part in one.places)])
        for one in made.claims
    ] == claims  # fmt: skip


def test_what_was_planned_is_planned_and_what_did_not_happen_is_left_out(draft: Draft) -> None:
    assert claim_of(draft, "march from Frere").mode == "planned"
    assert not any("Estcourt" in one.phrase for one in draft.claims)
    assert "says what did not happen" in {one.why for one in draft.left}


def test_each_sentence_became_something_or_says_why_not(draft: Draft) -> None:
    spans = [(one.start, one.end) for one in (*draft.claims, *draft.left)]
    for sentence in draft.reading.sentences:
        assert any(start < sentence.end and sentence.start < end for start, end in spans)
    assert "names no place" in {one.why for one in draft.left}


# --- the lock ------------------------------------------------------------------------------


def test_what_the_text_bears_enters(draft: Draft) -> None:
    assert len(draft.claims) >= 6
    for claim in draft.claims:
        assert judge(proposal_of(draft, claim), draft.reading) == claim


def forge(random_: random.Random, draft: Draft) -> Proposal:
    """A claim of the text with one thing invented in it."""
    claim = random_.choice(draft.claims)
    true = proposal_of(draft, claim)
    others = [one for one in draft.reading.sentences if one.start != true.sentence]
    other = random_.choice(others)
    offset = true.sentence + random_.choice([-3, -1, 1, 2, 50])
    sentence = draft.reading.sentences[claim.sentence]
    inside = {one.text for one in draft.reading.places_in(sentence)}
    outside = {place.name for place in draft.places.values()} - inside
    place = random_.choice([*sorted(outside), "Pretoria", "London", "Atlantis", ""])
    day = f"1899-{random_.randint(10, 12)}-{random_.randint(11, 19)}"
    words = true.phrase.split()
    return random_.choice([
        true._replace(phrase=f"{true.phrase} victoriously"),
        true._replace(phrase=" ".join(reversed(words)) + random_.choice("xyz")),
        true._replace(phrase=true.phrase[1:-1]),
        true._replace(phrase=random_.choice(["", " ", draft.text])),
        true._replace(sentence=offset),
        true._replace(sentence=other.start),
        true._replace(moment=day), true._replace(moment=f"{true.moment}~"),
        true._replace(moment="[1899-10-12..1900-03-31]"), true._replace(ends=day),
        true._replace(places=(Part(place, true.places[0].role),)), true._replace(places=()),
        true._replace(places=(*true.places, Part(place, true.places[0].role))),
        true._replace(kind="liberation"), true._replace(table="control"),
        true._replace(actor="Cetshwayo"), true._replace(against="the farm that was"),
        true._replace(mode="certain"),
    ])  # fmt: skip


def test_of_a_thousand_forged_claims_none_enters(draft: Draft) -> None:
    random_ = random.Random(17)
    forged = [forge(random_, draft) for _ in range(1000)]
    judged = [judge(one, draft.reading) for one in forged]
    entered = [one for one, other in zip(forged, judged, strict=True) if isinstance(other, Claim)]
    assert entered == []
    assert all(one.why for one in judged if isinstance(one, Refusal))
    assert redraft(draft, forged).claims == ()


# --- the door for an assistant -------------------------------------------------------------


def answer_of(draft: Draft) -> str:
    """What an assistant answers that read well once and invented once."""
    claim = proposal_of(draft, claim_of(draft, "occupied Dundee"))
    true = claim._asdict() | {"places": [one._asdict() for one in claim.places]}
    false = true | {"phrase": "burned Pretoria to the ground"}
    return f"Here it is:\n```json\n{json.dumps({'claims': [true, false, 'nonsense']})}\n```"


def test_the_request_holds_every_sentence_with_what_it_bears(draft: Draft) -> None:
    request = write_request(draft)
    for sentence in draft.reading.sentences:
        assert f"[{sentence.start}] {draft.text[sentence.start : sentence.end]}" in request
    assert 'places: ["Buffalo River", "Dundee"]\nmoments: 1899-10-24' in request


def test_an_answer_enters_as_far_as_the_text_bears_it(draft: Draft) -> None:
    made = redraft(draft, *read_answer(answer_of(draft)))
    assert [one.phrase for one in made.claims] == [claim_of(draft, "occupied Dundee").phrase]
    whys = {one.why for one in made.left}
    assert {"its phrase does not stand in that sentence", "a claim is an object"} <= whys


@pytest.mark.parametrize("answer", ["no", "[]", '{"claims": 1}', "[" * 100_000, '{"claims": [}'])
def test_an_answer_that_is_none_is_refused(answer: str) -> None:
    with pytest.raises(DraftError, match="answer"):
        read_answer(answer)


class Server(BaseHTTPRequestHandler):
    """A server that speaks chat completions, as far as it is asked here."""

    answer: ClassVar[str] = ""
    status: ClassVar[int] = 200
    asked: ClassVar[list[tuple[str, str, dict[str, object]]]] = []

    def do_POST(self) -> None:
        """Answer whatever is asked with the same."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, self.headers.get("Authorization", ""), body))
        content = {"choices": [{"message": {"role": "assistant", "content": self.answer}}]}
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere/chat/completions")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server on this machine."""
    Server.asked.clear()
    Server.status = 200
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


def test_a_server_is_asked_and_its_answer_passes_the_lock(
    server: str, draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("SOME_KEY", "secret")
    Server.answer = answer_of(draft)
    text = tmp_path / "natal.txt"
    text.write_text(TEXT, encoding="utf-8")
    days = ["--first-day", DAYS[0], "--last-day", DAYS[1]]
    how = ["--model", "any", "--endpoint", server, "--key-from", "SOME_KEY"]
    assert run(["draft", str(text), *days, "--out", str(tmp_path / "made"), *how]) == 0
    assert "1 claims" in capsys.readouterr().out
    ((path, key, body),) = Server.asked
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "any")


def test_a_key_goes_nowhere_unasked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    Server.answer = "{}"
    ask_model("?", server, "any")
    assert Server.asked[-1][1] == ""
    with pytest.raises(DraftError, match="https only"):
        ask_model("?", "http://example.org/v1", "any", "OPENAI_API_KEY")
    Server.status = 302
    with pytest.raises(DraftError, match="302"):
        ask_model("?", server, "any", "OPENAI_API_KEY")
    assert len(Server.asked) == 2
    with pytest.raises(DraftError, match="no address"):
        ask_model("?", "file:///etc/passwd", "any")


# --- the folder ----------------------------------------------------------------------------


def test_the_folder_passes_the_check_and_keeps_the_offsets(draft: Draft, tmp_path: Path) -> None:
    folder = tmp_path / "natal"
    write_draft(draft, folder, "Natal")
    problems = check_campaign(folder, texts={"text": TEXT})
    assert find_errors(problems) == []
    with (folder / "mentions.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert len(rows) == len(draft.mentions)
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["text"] for row in rows)
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        assert {row["certainty"] for row in csv.DictReader(file)} == {"uncertain"}
    with pytest.raises(DraftError, match="not empty"):
        write_draft(draft, folder, "Natal")


def test_texts_of_a_folder_are_drafted_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Streamlit's own test client leaves its script as the main one, which processes would run.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(TEXT, encoding="utf-8")
    (texts / "A.txt").write_text(TEXT, encoding="utf-8")
    (texts / "empty.txt").write_text("", encoding="utf-8")
    tasks = tasks_of(texts, tmp_path / "out", Frame.of(*DAYS), None)
    done = {one.text.name: one for one in draft_many(tasks)}
    assert done["empty.txt"].failure.startswith("the text is empty")
    assert done["a.txt"].claims == done["A.txt"].claims > 5
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "a-2"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("On 22 October 1899 Yule's column left Dundee.", "Yule's column"),
        ("On 22 October 1899 General Yule’s column left Dundee.", "General Yule’s column"),
        ("The 9th Lancers left Dundee on 22 October 1899.", "9th Lancers"),
        (
            "The 60th Royal Rifles Brigade left Dundee on 22 October 1899.",
            "60th Royal Rifles Brigade",
        ),
    ],
)
def test_a_unit_is_called_by_whose_and_the_how_manieth_it_is(
    text: str, actor: str, world: World
) -> None:
    sides = Sides({"British": ("General Yule",), "Boers": ("Boer",)})
    (claim,) = draft_text(text, Frame.of(*DAYS, sides), world).claims
    assert claim.actor == actor


def test_an_air_force_is_none_of_foot(world: World) -> None:
    text = "On 5 June 1967 the Israeli Air Force bombed Luxor. The British left Gaza."
    parties = [one for each in draft_text(text, Frame.of("1967-06-05", "1967-06-10"), world)
               .reading.parties for one in each]  # fmt: skip
    assert ("Israeli Air Force", "air force") in [(one.text, one.kind) for one in parties]


def test_ships_are_no_places(world: World) -> None:
    text = (
        "On 4 June 1942 the carriers Akagi, Kaga and Hiryu sailed from Honolulu to Hilo. Aircraft "
        "from Hiryu bombed Hilo, and the cruiser Dundee sailed for Honolulu."
    )
    draft = draft_text(text, Frame.of("1942-06-01", "1942-06-10"), world)
    assert [*draft.places] == ["honolulu", "hilo"]


IN_MISSISSIPPI = "There are cities in Mississippi: at Jackson, at Raymond, at Canton, at Vicksburg."


def test_a_name_before_troops_or_in_whose_hands_it_is_is_a_power(world: World) -> None:
    text = (
        f"{IN_MISSISSIPPI} On 1 May 1863 Union troops took Jackson. "
        "Raymond was in Union hands by the evening. "
        "An attack on Canton was beaten off by African American soldiers."
    )
    draft = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world)
    assert {*draft.places} == {"mississippi", "jackson", "raymond", "canton", "vicksburg"}
    assert draft.claims[0].actor == "Union troops"


def test_a_side_that_is_called_like_a_town_is_no_town_unless_the_text_goes_there(
    world: World,
) -> None:
    sides = Sides({"Rome": ("Rome",), "Carthage": ("Hannibal",)})
    frame = Frame.of("1863-05-01", "1863-05-10", sides)
    lost = draft_text("On 1 May 1863 Rome met its enemy near Capua.", frame, world)
    assert [one.name for one in lost.places.values()] == ["Capua"]
    reached = draft_text("On 1 May 1863 Hannibal marched from Capua to Rome.", frame, world)
    assert [one.name for one in reached.places.values()] == ["Capua", "Rome"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Pemberton lost about 3,800 men and fell back to Canton.", ["Pemberton"]),
        ("Grant reached Canton with 17,000 men and attacked Jackson.", ["Grant", "Grant"]),
        ("Pemberton asked for terms. On 4 May 1863 he surrendered Jackson.", ["Pemberton"]),
        (
            "Pemberton left Jackson. The Union army marched to Canton. He reached Raymond.",
            ["Pemberton", "Union army", "Pemberton"],
        ),
        ("The two armies met at Raymond.", [""]),
        ("Elements of the 1st Cavalry met the Confederates at Raymond.", ["1st Cavalry"]),
        ("South Korean troops took Canton.", ["South Korean troops"]),
    ],
)
def test_who_acts_is_neither_whom_he_lost_nor_anybody(
    text: str, actors: list[str], world: World
) -> None:
    claims = draft_text(
        f"{IN_MISSISSIPPI} On 1 May 1863 {text}", Frame.of("1863-05-01", "1863-05-10"), world
    ).claims
    assert [one.actor for one in claims] == actors


def test_all_act_who_are_named_in_one_breath(world: World, tmp_path: Path) -> None:
    text = (
        f"{IN_MISSISSIPPI} On 1 May 1863 Sherman, Logan and McPherson attacked Jackson. "
        "On 2 May Sherman and McPherson marched to Canton. The army of Logan and Sherman stood "
        "still, and McPherson reached Raymond on 3 May."
    )
    draft = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world)
    assert sorted(one.actor for one in draft.claims) == [
        "McPherson", "McPherson", "Sherman", "Sherman, Logan and McPherson",
    ]  # fmt: skip
    write_draft(draft, tmp_path / "drafted", "Jackson")
    campaign = load_campaign(tmp_path / "drafted")
    assert {one.name for one in campaign.forces.values()} == {"Sherman", "Logan", "McPherson"}
    (battle,) = campaign.events.values()
    assert battle.by_force_ids == ("sherman", "logan", "mcpherson")


def test_whom_somebody_tries_to_stop_or_is_led_by_is_not_who_is_beaten(world: World) -> None:
    text = (
        f"{IN_MISSISSIPPI} On 1 May 1863 Task Force Smith under Colonel Charles Jones "
        "tried to stop a column at Canton and was overrun."
    )
    (claim,) = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world).claims
    assert (claim.actor, claim.against) == ("", "Task Force Smith")


def test_a_town_that_fell_on_a_day_was_taken(world: World) -> None:
    text = f"{IN_MISSISSIPPI} Jackson fell on 3 May 1863. Sherman fell on Canton on 4 May."
    claims = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world).claims
    assert [one.kind for one in claims] == ["occupation", "battle"]


def test_what_is_done_to_it_is_done_to_the_place_before(world: World) -> None:
    text = (
        f"{IN_MISSISSIPPI} On 1 May 1863 Sherman attacked Jackson and captured it by the afternoon."
    )
    claims = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world).claims
    assert [(one.kind, one.places[0].place_id) for one in claims] == [
        ("battle", "jackson"), ("occupation", "jackson"),
    ]  # fmt: skip


def test_what_another_deed_is_later_by_is_not_the_day_of_the_first(world: World) -> None:
    text = (
        f"{IN_MISSISSIPPI} On 1 May 1863 it rained. "
        "French troops landed at Jackson and withdrew to Canton two days later. "
        "An offensive at Raymond gained nothing."
    )
    claims = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world).claims
    assert [(one.actor, one.kind, one.moment) for one in claims] == [
        ("French troops", "landing", "1863-05-01"), ("French troops", "withdrawal", "1863-05-03"),
    ]  # fmt: skip


def test_each_town_of_a_list_of_days_is_left_and_none_is_gone_to(world: World) -> None:
    left = "Union troops left Jackson on 3 May, Raymond on 2 May and Canton on 4 May."
    text = f"{IN_MISSISSIPPI} {left}"
    claims = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world).claims
    assert sorted((one.moment, *one.places) for one in claims) == [
        ("1863-05-02", ("raymond", "from")), ("1863-05-03", ("jackson", "from")),
        ("1863-05-04", ("canton", "from")),
    ]  # fmt: skip


def test_a_heading_is_no_claim_and_a_line_with_a_day_is(world: World) -> None:
    frame = Frame.of("1863-05-01", "1863-05-10")
    title = "The battle of Jackson\n\n"
    text = f"{title}{IN_MISSISSIPPI}\n\n14 May: battle of Jackson\n\nIt rained."
    draft = draft_text(text, frame, world)
    assert [one.moment for one in draft.claims] == ["1863-05-14"]
    assert [one.why for one in draft.left if one.end < len(title)] == ["is a heading"]


def test_what_lasted_until_a_day_began_on_the_one_before(world: World) -> None:
    text = (
        f"{IN_MISSISSIPPI} On 3 May 1863 Union troops moved into Jackson, where fighting lasted "
        "until 7 May. On 8 May it was announced that they had taken Canton."
    )
    claims = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world).claims
    assert [(one.kind, one.moment, one.ends, one.mode) for one in claims] == [
        ("advance", "1863-05-03", "", "actual"), ("battle", "1863-05-03", "1863-05-07", "actual"),
        ("occupation", "1863-05-08", "", "alleged"),
    ]  # fmt: skip


IN_ASIA = "There are towns in Turkey: at Tarsus, at Mersin, at Adana and at Antakya."
ALEXANDER = Frame.of("-0333-04-01", "-0332-12-31")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Whoever goes somewhere goes on; a place is no doer.
        ("He visited Troy and then met the Persians near Adana.", ["Alexander battle adana"]),
        ("He sent Parmenion back to Mersin.", ["Parmenion advance mersin"]),
        ("He came to Tarsus, where he fell ill.", ["Alexander advance tarsus"]),
        (
            "He marched to Tarsus, and in July his fleet of 160 ships anchored at Mersin.",
            ["Alexander march tarsus", "fleet deployment mersin"],
        ),
        ("He had taken Adana, but he died in front of Tarsus.", ["Alexander occupation adana"]),
        # Of a clause about a place somebody else is the subject.
        (
            "He went on to Adana, which the enemy abandoned.",
            ["Alexander advance adana", " evacuation adana"],
        ),
        ("Mersin was stormed after a short siege.", [" battle mersin"]),
    ],
)
def test_each_clause_has_the_doer_and_the_places_of_its_own(
    text: str, told: list[str], world: World
) -> None:
    lead = f"{IN_ASIA} In June 333 BC Alexander, king of Macedon, left Antakya."
    claims = draft_text(f"{lead} {text}", ALEXANDER, world).claims[1:]
    assert [f"{one.actor} {one.kind} {one.places[0].place_id}" for one in claims] == told


def test_a_season_is_where_a_story_has_come_to(world: World) -> None:
    text = (
        f"{IN_ASIA} In spring 333 BC Alexander left Adana. In the autumn he took Tarsus. He left."
    )
    moments = [one.moment for one in draft_text(text, ALEXANDER, world).claims]
    assert moments == ["[-0332-03-01..-0332-05-31]", "[-0332-09-01..-0332-11-30]"]
    after = draft_text(f"{text} Parmenion went to Mersin.", ALEXANDER, world).claims[-1]
    assert after.moment == "[-0332-09-01..-0332-11-30]"


def test_a_day_of_somebodys_past_is_not_the_day_of_what_he_did(world: World) -> None:
    text = (
        f"{IN_ASIA} In September 333 BC Alexander took Tarsus. "
        "Darius, who had left Babylon in July, took Adana."
    )
    claims = draft_text(text, ALEXANDER, world).claims
    assert [(one.actor, one.moment) for one in claims] == [
        ("Alexander", "[-0332-09-01..-0332-09-30]"), ("Darius", "[-0332-09-01..-0332-09-30]"),
    ]  # fmt: skip


IN_CRETE = "There are towns in Crete: at Chania, at Rethymno and at Heraklion."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "On 20 May Andrew, who had lost his forward companies, withdrew from Chania.",
            ["Andrew 1941-05-20 chania"],
        ),
        (
            "On 23 May New Zealanders fell back to Rethymno, which changed hands on 25 May.",
            ["New Zealanders 1941-05-23 rethymno"],
        ),
        (
            "On 23 May New Zealanders marched to Rethymno, where they met Andrew on 25 May.",
            ["New Zealanders 1941-05-25 rethymno"],
        ),
        (
            "An attack by the 20th and 28th (Maori) Battalions on Chania failed on 22 May.",
            [" 1941-05-22 chania"],
        ),
        (
            "On 20 May paratroopers came down around Chania in the west of Crete.",
            ["paratroopers 1941-05-20 chania"],
        ),
    ],
)
def test_a_clause_about_something_keeps_its_days_and_names(
    text: str, told: list[str], world: World
) -> None:
    claims = draft_text(f"{IN_CRETE} {text}", Frame.of("1941-05-20", "1941-06-01"), world).claims
    assert [
        " ".join([one.actor, one.moment, *(place.place_id for place in one.places)])
        for one in claims
    ][-1:] == told


def test_what_a_battle_is_half_way_between_it_is_not_at(world: World) -> None:
    battle = "the armies met at Raymond, halfway between Jackson and Vicksburg."
    text = f"{IN_MISSISSIPPI} On 1 May 1863 {battle}"
    (claim,) = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world).claims
    assert [one.place_id for one in claim.places] == ["raymond"]


def test_who_is_called_by_the_last_name_alone_is_one_force_of_the_folder(
    world: World, tmp_path: Path
) -> None:
    text = (
        f"{IN_MISSISSIPPI} On 1 May 1863 General Ulysses S. Grant left Jackson. "
        "Grant reached Canton on 2 May."
    )
    draft = draft_text(text, Frame.of("1863-05-01", "1863-05-10"), world)
    write_draft(draft, tmp_path / "drafted", "Grant")
    campaign = load_campaign(tmp_path / "drafted")
    assert [one.name for one in campaign.forces.values()] == ["General Ulysses S. Grant"]


def claims_of(text: str, world: World, sides: Sides | None = None) -> list[Claim]:
    """The claims of a text of June 1942."""
    return [*draft_text(text, Frame.of("1942-06-01", "1942-06-30", sides), world).claims]


@pytest.mark.parametrize(
    "text",
    [
        "Yorktown was sunk on 7 June 1942. The crew left Yorktown for Hilo.",
        "Perth, the last cruiser, left Hilo. A shell fell near Perth on 4 June 1942.",
        "The destroyers left Hilo with Lexington, which was sunk by Perth. Perth turned away.",
        "HMS Exeter left Hilo on 4 June 1942. They sank Perth in Exeter's wake.",
        "The Victory was towed to Hilo, where she anchored on 4 June 1942.",
        "On 4 June 1942 shells fell under the stern of the Ardent. Hilo burned.",
    ],
)
def test_what_the_text_shows_to_be_a_ship_is_no_place(text: str, world: World) -> None:
    draft = draft_text(text, Frame.of("1942-06-01", "1942-06-30"), world)
    assert {*draft.places} <= {"hilo"}


def test_a_river_beside_a_woman_is_no_ship(world: World) -> None:
    text = "On 4 June 1809 she left Linz. Davout took her to the Danube, where she slept in Passau."
    draft = draft_text(text, Frame.of("1809-06-01", "1809-06-30"), world)
    assert [*draft.places] == ["linz", "danube", "passau"]


def test_of_ships_in_a_list_each_goes_her_way(world: World) -> None:
    claims = claims_of("On 4 June 1942 the carriers Akagi, Kaga and Hiryu sailed from Hilo.", world)
    assert [(one.actor, one.kind) for one in claims] == [
        ("Akagi", "advance"), ("Hiryu", "advance"), ("Kaga", "advance"),
    ]  # fmt: skip
    assert {one.phrase for one in claims} == {"sailed from Hilo"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Soryu sank at 19:13.", [("destruction", "", "Soryu")]),
        ("The dive bombers sank Akagi.", [("destruction", "dive bombers", "Akagi")]),
        ("Akagi was sunk by American aircraft.", [("destruction", "American aircraft", "Akagi")]),
        ("The submarine I-168 torpedoed Yorktown.", [("battle", "I-168", "Yorktown")]),
        ("The destroyer Electra was torpedoed and sunk.",
         [("battle", "", "Electra"), ("destruction", "", "Electra")]),
        ("The cruisers Nachi and Haguro torpedoed Java.", [("battle", "Nachi and Haguro", "Java")]),
        ("The cruiser Galatea sighted two German destroyers.",
         [("reconnaissance", "Galatea", "German destroyers")]),
        ("Yorktown's dive bombers hit the carrier Kaga, and Soryu capsized.",
         [("battle", "Yorktown's dive bombers", "Kaga"), ("destruction", "", "Soryu")]),
        ("The destroyer Lion sank the cruisers Kaga and Soryu.",
         [("destruction", "Lion", "Kaga"), ("destruction", "Lion", "Soryu")]),
        ("The Grand Fleet attacked at dawn.", [("battle", "Grand Fleet", "")]),
        ("The Victory broke the line before she anchored.", [("battle", "Victory", "")]),
    ],
)  # fmt: skip
def test_what_happens_to_a_ship_or_a_fleet_is_told_without_a_place(
    text: str, said: list[tuple[str, str, str]], world: World
) -> None:
    every = claims_of(f"On 4 June 1942 the fleet left Hilo. {text}", world)
    claims = [one for one in every if one.sentence == 1]
    assert [(one.kind, one.actor, one.against) for one in claims] == said
    assert all(not one.places and one.moment.startswith("1942-06-04") for one in claims)


@pytest.mark.parametrize(
    "text",
    [
        "The division was attacked at dawn.", "The cruiser Lion, and a turret burned.",
        "The cruiser Lion did not fire.", "A victory of the fleet was celebrated.",
        "The cruiser Lion, on fire, fell out of the line.", "The fleet sailed.",
        "Three cruisers met.", "The convoy was attacked.", "Three personnel carriers were hit.",
    ],
)  # fmt: skip
def test_without_a_place_only_plain_words_of_a_ship_are_a_claim(text: str, world: World) -> None:
    assert len(claims_of(f"On 4 June 1942 the fleet left Hilo. {text}", world)) == 1


def test_a_ship_that_goes_down_sinks_and_others_go_down_a_valley(world: World) -> None:
    text = (
        "The cruiser Lion went down at 30°36' N, 176°34' W on 7 June 1942. Ney went down to Hilo."
    )
    assert [one.kind for one in claims_of(text, world)] == ["destruction", "advance"]


def test_a_ship_is_of_the_side_that_any_phrase_for_her_says(world: World, tmp_path: Path) -> None:
    text = "On 4 June 1942 the British destroyer Electra left Hilo. Electra was sunk."
    sides = Sides({"Allies": ("British",), "Japan": ("Japanese",)})
    draft = draft_text(text, Frame.of("1942-06-01", "1942-06-30", sides), world)
    write_draft(draft, tmp_path / "made", "Electra")
    assert not find_errors(check_campaign(tmp_path / "made", texts={"text": text}))
    with (tmp_path / "made" / "forces.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], row["side_id"], row["kind"]) for row in csv.DictReader(file)]
    assert rows == [("Electra", "allies", "navy")]
    with (tmp_path / "made" / "events.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["title"], row["place_ids"]) == ("Destruction: Electra", "")


def test_only_of_the_sea_a_claim_enters_without_a_place(world: World) -> None:
    text = "On 4 June 1942 the cruiser Lion fired. The Boers fought."
    reading = draft_text(text, Frame.of("1942-06-01", "1942-06-30"), world).reading
    lion, boers = reading.sentences
    at_sea = Proposal(lion.start, "fired", "events", "battle", (), "1942-06-04", actor="Lion")
    assert isinstance(judge(at_sea, reading), Claim)
    on_land = Proposal(boers.start, "fought", "events", "battle", (), "1942-06-04", actor="Boers")
    for one in (on_land, at_sea._replace(table="movements", kind="advance")):
        refused = judge(one, reading)
        assert isinstance(refused, Refusal) and refused.why == "it names no place"


def test_khan_may_begin_the_name_of_a_place(world: World) -> None:
    frame = Frame.of("1967-06-05", "1967-06-10")
    draft = draft_text("The brigade marched from Gaza to Khan Yunis on 5 June.", frame, world)
    assert [*draft.places] == ["gaza", "khan-yunis"]


def test_a_text_is_read_in_the_letters_that_word_saves(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    words = "Général Symons — “the British” — left Dundee."
    for encoding, note in (
        ("utf-8-sig", ""), ("cp1252", "probably Windows-1252"), ("utf-16", "UTF-16 text"),
    ):  # fmt: skip
        file.write_bytes(words.encode(encoding))
        text, said = read_text_file(file)
        assert text == words
        assert note in said and bool(said) == bool(note)
    file.write_bytes("تیپ به سمت".encode("cp1256", "replace"))
    with pytest.raises(DraftError, match="probably Windows-1256"):
        read_text_file(file)


def test_sides_are_read_as_a_person_names_them(tmp_path: Path) -> None:
    path = tmp_path / "sides.csv"
    path.write_text("side,names\nBritish,Yule;the column\nBoers,Joubert\n", encoding="utf-8")
    sides = read_sides(path)
    assert sides.find("General Yule") == "British"
    assert sides.find("the Boers") == "Boers"
    assert sides.find("Yuletide") == ""
    path.write_text('side,names\nBritish,"Yule, the column"\n', encoding="utf-8")
    assert read_sides(path).find("the column") == "British"
    # As Excel saves it.
    path.write_bytes("side,names\nBritish,Général Yule\n".encode("cp1252"))
    assert read_sides(path).find("Général Yule") == "British"
    path.write_text("name\nBritish\n", encoding="utf-8")
    with pytest.raises(DraftError, match="first row"):
        read_sides(path)


# --- texts that are none -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"), (" \n\t", "empty"), ("a\x00b", "no plain text"), ("12345 ...", "letter"),
        ("noise " * 900_000, "divide it"),
    ],
    ids=["empty", "blank", "binary", "numbers", "5 MB"],
)  # fmt: skip
def test_what_is_no_text_is_refused(text: str, message: str, world: World) -> None:
    with pytest.raises(DraftError, match=message):
        draft_text(text, Frame.of(*DAYS), world)


@pytest.mark.parametrize("sign", ["a", "A."])
def test_a_run_without_a_blank_holds_no_word(sign: str, world: World) -> None:
    run_on = sign * (990_000 // len(sign))
    made = draft_text(
        f"They left London for Oxford. {run_on} They left Oxford.", Frame.of(*DAYS), world
    )
    assert sum(len(one.words) for one in made.reading.sentences) < 15
    assert {one.name for one in made.places.values()} == {"London", "Oxford"}


def test_a_text_without_places_is_a_draft_that_says_so(world: World, tmp_path: Path) -> None:
    made = draft_text("Nothing happened. Nobody went anywhere.", Frame.of(*DAYS), world)
    assert (made.claims, made.places) == ((), {})
    assert len(made.left) == 2


def test_another_script_gives_its_places_and_no_claims(world: World) -> None:
    made = draft_text(PERSIAN, Frame.of("1988-07-22", "1988-07-30"), world)
    assert {one.found.name for one in made.places.values() if one.found} >= {"Kermanshah"}
    assert made.claims == ()


@pytest.mark.parametrize(
    ("first", "last"), [("22 July", "1988-07-30"), ("1988-07-30", "1988-07-22")]
)
def test_days_that_are_none_are_refused(first: str, last: str) -> None:
    with pytest.raises(DraftError, match="day"):
        Frame.of(first, last)


def ten_thousand_words() -> str:
    """The small text again and again."""
    return "\n\n".join([TEXT] * (10_000 // len(TEXT.split()) + 1))


@pytest.mark.rest
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_ten_thousand_words_take_no_more_than_500_mb(tmp_path: Path) -> None:
    """In a process of its own, with the gazetteer."""
    path = tmp_path / "long.txt"
    path.write_text(ten_thousand_words(), encoding="utf-8")
    script = (
        "import re, sys; from pathlib import Path\n"
        "from mapping.drafting import Frame, draft_text\n"
        f"draft_text(Path(sys.argv[1]).read_text(encoding='utf-8'), Frame.of(*{DAYS}))\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', status)[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert int(done.stdout) < 500_000
