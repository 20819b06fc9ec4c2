"""Two languages from one table: what each says, and the player mirrored in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from mapping.drawing import scene
from mapping.drawing.address import PlayerState, address_of, language_of, read_address, usual_values
from mapping.drawing.scene import scene_payload
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.gregorian import Day
from mapping.player import campaign_document
from mapping.telling.narrate import say_calendars, say_control, say_days, say_whole_day
from mapping.telling.timeline import day_state
from mapping.telling.whereabouts import say_force
from mapping.words.strings import LANGUAGES, STRINGS, say, say_digits, say_word
from tests.folders import Folder
from tests.player import Show, settle, wait_settled

ROOT = Path(__file__).parent.parent
PLAYER = ROOT / "mapping" / "player" / "js"
SCRIPTS = sorted(PLAYER.rglob("*.js"))
FORMS = (
    "column", "page-tab", "find", "weekday", "weekday-short", "weekday-narrow", "gregorian",
    "persian", "dating", "certainty", "stance", "kind", "mode", "seen", "seen-full", "source",
    "place", "pages", "force-kind", "force", "tiles", "share", "still", "outcome", "compass",
    "verdict", "severity", "download", "media", "layer",
)  # fmt: skip
"""Groups whose keys are put together from a value, such as `kind.battle`."""


PLURAL = re.compile(r"\.(zero|one|two|few|many|other)$(?<!kind.other)(?<!place.other)")
"""The ending of a plural form's key, by CLDR's names of the forms; `other` is also a kind."""


def placeholders(text: str) -> set[str]:
    """The names of the values that a text has room for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# --- the table -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_every_language_with_the_same_values(language: str) -> None:
    for key, text in STRINGS["en"].items():
        assert STRINGS[language][key], key
        assert placeholders(STRINGS[language][key]) == placeholders(text), key


def test_no_key_stands_twice() -> None:
    lines = (ROOT / "mapping" / "words" / "strings.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(STRINGS["en"]) + 1


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    files = [*(ROOT / "mapping").rglob("*.py"), *SCRIPTS]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    texts = {PLURAL.sub("", key) for key in STRINGS["en"]}
    for key in texts:
        group = key.partition(".")[0]
        form = group.removesuffix("-year").removesuffix("-short")
        assert f'"{key}"' in code or f"'{key}'" in code or form in FORMS, key
    for key in re.findall(r"""\bsay\(["']([^"']+)["']""", code):
        assert key in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_plural_forms_has_all_that_the_language_needs(
    show: Show, language: str
) -> None:
    rule = "code => new Intl.PluralRules(code).resolvedOptions().pluralCategories"
    needed = show().evaluate(rule, language)
    texts = {PLURAL.sub("", key) for key in STRINGS["en"] if PLURAL.search(key)}
    assert "about.all-places" in texts
    for text in texts:
        assert text not in STRINGS["en"]
        assert all(STRINGS[language].get(f"{text}.{form}") for form in needed), text


def test_every_certainty_and_stance_has_its_word() -> None:
    words = [("certainty", word) for word in ("certain", "less-certain", "uncertain")]
    words += [("stance", word) for word in ("supports", "disputes", "inferred")]
    for language in LANGUAGES:
        for group, word in words:
            assert f"{group}.{word}" in STRINGS[language]
    assert say_word("kind", "an unknown kind", "fa") == "an unknown kind"


SHOWN = (
    r'element\(\s*"[\w-]+",\s*(?:`[^`]*`|"[^"]*"),\s*["`]([^"`]+)',
    r'button\(\s*(?:`[^`]*`|"[^"]*"),\s*["`]([^"`]+)',
    r'"aria-label":\s*["`]([^"`]+)',
    r'setAttribute\(\s*"(?:aria-label|aria-valuetext|title)",\s*["`]([^"`]+)',
    r'createTextNode\(\s*["`]([^"`]+)',
    r'(?:textContent|\.title|placeholder)\s*=\s*["`]([^"`]+)',
    r'["`]([A-Z][a-z]+ [a-z][^"`]*)["`]',
)
"""Where a literal in the player's code would be shown to a reader."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(PLAYER).as_posix())
def test_the_players_code_holds_no_words(script: Path) -> None:
    code = re.sub(
        r"/\*.*?\*/|(?m:^\s*//[^\n]*$)", "", script.read_text(encoding="utf-8"), flags=re.S
    )
    for pattern in SHOWN:
        for literal in re.findall(pattern, code):
            fixed = re.sub(r"\$\{[^}]*\}*", "", literal)
            # Two compared accounts go by their letters.
            is_word = re.search(r"[A-Za-z]{2}", fixed) and fixed != "AB"
            assert not is_word, f"{script.name} shows {literal!r}"


# --- words in Persian ----------------------------------------------------------------------


def test_the_persian_day_names_the_solar_calendar_first(mersad: Campaign) -> None:
    day = Day(1988, 7, 26)
    assert say_whole_day(mersad, day, "fa") == "سه‌شنبه ۴ مرداد ۱۳۶۷، ۲۶ ژوئیهٔ ۱۹۸۸"
    assert say_calendars(mersad, day, "fa") == "۲۶ ژوئیهٔ ۱۹۸۸"
    assert say_whole_day(mersad, day) == "Tuesday 26 July 1988, 4 Mordad 1367"


def test_days_that_the_solar_calendar_does_not_have_are_gregorian(mersad: Campaign) -> None:
    assert say_whole_day(mersad, Day(500, 1, 2), "fa") == "۲ ژانویهٔ ۵۰۰"
    assert "۹۹۹۹" in say_whole_day(mersad, Day(9999, 12, 31), "fa")


def test_persian_words_hold_no_latin_digits(mersad: Campaign) -> None:
    payload = scene_payload(mersad)["languages"]["fa"]
    texts = [text for words in payload["days"] for text in words.values()]
    for columns in payload["rows"].values():
        texts += [text for column in columns.values() for text in column if text]
    for telling in payload["tellings"].values():
        texts += [text for day in telling["days"] for text in (*day["forces"], *day["control"])]
    assert len(texts) > 300
    assert not [text for text in texts if re.search("[0-9]", text)]
    assert say_digits("14:30", "fa") == "۱۴:۳۰"
    assert say("map.km", "fa", km=138) == "۱۳۸ کیلومتر"


def test_places_go_by_the_name_that_the_reader_knows(mersad: Campaign) -> None:
    state = day_state(mersad, "1988-07-27")
    where = {one.force.force_id: say_force(mersad, "article", one, "fa") for one in state.forces}
    assert where["irgc-basij"].startswith("در چهارزبر")
    held = [say_control(mersad, one, "fa") for one in state.control]
    assert "کرند غرب: \u2068MEK\u2069" in held


def test_the_document_stays_small(mersad: Campaign) -> None:
    assert len(campaign_document(mersad).encode()) < 1_900_000


# --- the player ----------------------------------------------------------------------------


def speak(page: Any, language: str) -> None:
    """Change the language and wait until the picture stands."""
    page.evaluate("language => campaignPlayer.speak(language)", language)
    wait_settled(page)
    # The bar takes its measure in the frame after that in which it was built.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.fixture
def show_fa(show: Show) -> Show:
    """Open Mersad's player in Persian."""

    def show_one(**options: Any) -> Any:
        page = show(**options)
        speak(page, "fa")
        return page

    return show_one


def test_label_and_slider_name_the_same_day_in_both_calendars(show_fa: Show) -> None:
    page = show_fa()
    page.locator("[role=slider]").focus()
    days = ["۳۱ تیر", *(f"{say_digits(str(number), 'fa')} مرداد" for number in range(1, 9))]
    for number, persian in enumerate(days, 22):
        label = page.locator(".cm-today-words").text_content()
        spoken = page.locator("[role=slider]").get_attribute("aria-valuetext")
        assert label.endswith(f" {persian} ۱۳۶۷")
        assert spoken.startswith(f"{label}، {say_digits(str(number), 'fa')} ژوئیهٔ ۱۹۸۸")
        assert page.evaluate("campaignPlayer.day") == f"1988-07-{number}"
        page.keyboard.press("ArrowLeft")


def test_time_runs_from_right_to_left(show_fa: Show) -> None:
    page = show_fa()
    box = page.locator(".cm-rail").bounding_box()
    y, right = box["y"] + box["height"] / 2, box["x"] + box["width"]
    page.mouse.move(right - 2, y)
    page.mouse.down()
    times = []
    for number in range(1, 31):
        page.mouse.move(right - box["width"] * number / 60, y)
        times.append(page.evaluate("campaignPlayer.time"))
        thumb = page.locator("[role=slider]").bounding_box()
        assert abs(thumb["x"] + thumb["width"] / 2 - (right - box["width"] * number / 60)) < 3
    page.mouse.up()
    wait_settled(page)
    assert times == sorted(times) and times[0] < 0.2 and times[-1] == pytest.approx(4.5, abs=0.05)
    assert page.evaluate("campaignPlayer.day") == "1988-07-26"
    stops = [stop.bounding_box()["x"] for stop in page.locator(".cm-stop").all()]
    assert stops == sorted(stops, reverse=True)


def test_keys_follow_the_bar(show_fa: Show) -> None:
    page = show_fa()
    page.locator("[role=slider]").focus()
    steps = [("ArrowLeft", 23), ("ArrowUp", 24), ("ArrowRight", 23), ("End", 30), ("Home", 22)]
    for key, day in steps:
        page.keyboard.press(key)
        assert page.evaluate("campaignPlayer.day") == f"1988-07-{day}"
    settle(page, "1988-07-26")
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("campaignPlayer.time") == pytest.approx(5 - 1 / 24)


STATE = """() => [campaignPlayer.day, campaignPlayer.state.account, campaignPlayer.state.compare,
  campaignPlayer.state.hide, campaignPlayer.state.select,
  document.querySelector('.leaflet-map-pane').style.transform,
  document.querySelector('.leaflet-overlay-pane svg')?.getAttribute('viewBox')]"""


@pytest.mark.skipif(len(LANGUAGES) > 2, reason="of three one is chosen from a list, tried below")
def test_changing_the_language_keeps_all_that_the_reader_has_chosen(show: Show) -> None:
    page = show()
    settle(page, "1988-07-26")
    page.get_by_label("Compare with").select_option("iranian-sources")
    page.locator(".cm-legend > summary").click()
    page.locator("[data-token='certainty:uncertain']").uncheck()
    page.evaluate("campaignPlayer.select('events/border-crossing')")
    wait_settled(page)
    before = page.evaluate(STATE)
    for language in ("fa", "en"):
        said = f"() => {{ campaignPlayer.speak('{language}'); return ({STATE})(); }}"
        assert page.evaluate(said) == before, "nothing moves, not even for a picture"
    page.get_by_role("button", name="فارسی").click()
    wait_settled(page)
    assert page.evaluate("[document.documentElement.lang, document.dir]") == ["fa", "rtl"]
    assert page.evaluate(STATE) == before
    assert page.locator(".cm-claim.is-open").get_attribute("data-row") == "events/border-crossing"
    assert page.locator(".cm-legend[open]").count() == 1
    page.keyboard.press("Enter")
    wait_settled(page)
    assert page.evaluate("[document.documentElement.lang, document.dir]") == ["en", "ltr"]
    assert page.evaluate(STATE) == before
    assert page.evaluate("document.documentElement.dataset.mark") == "same frame"
    assert page.locator(".cm-player").count() == 1


@pytest.fixture(scope="module")
def three_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A player that speaks a third language, which says everything as English does."""
    folder = tmp_path_factory.mktemp("three")
    campaign = load_campaign(Folder().write(folder / "tiny"))
    third = {**STRINGS["en"], "language.name": "Third", "language.short": "3"}
    file = folder / "three.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(STRINGS, "de", third)
        patch.setattr(scene, "LANGUAGES", (*LANGUAGES, "de"))
        file.write_text(campaign_document(campaign), encoding="utf-8")
    return file


def test_more_than_two_languages_are_chosen_from_a_menu(show: Show, three_languages: Path) -> None:
    page = show(three_languages)
    menu = page.get_by_label("Language", exact=True)
    assert menu.locator("option").all_text_contents() == ["English", "فارسی", "Third"]
    assert menu.input_value() == "en"
    menu.focus()
    for language, short in (("de", "3"), ("fa", "فا")):
        page.locator(".cm-language select").select_option(language)
        wait_settled(page)
        assert page.evaluate("document.documentElement.lang") == language
        assert page.locator(".cm-language > span").text_content() == short
        assert page.evaluate("document.activeElement.matches('.cm-language select')")
    box = page.locator(".cm-language").bounding_box()
    assert box["width"] < 40 and box["height"] < 40


def test_nothing_listens_twice_after_the_language_changed(show_fa: Show) -> None:
    page = show_fa()
    for language in ("en", "fa", "en"):
        speak(page, language)
    page.locator("[role=slider]").focus()
    page.keyboard.press("Space")
    page.evaluate("campaignPlayer.speak('fa')")
    assert page.evaluate("campaignPlayer.settled") is False
    assert page.locator(".cm-play").get_attribute("aria-label") == "مکث"
    page.keyboard.press("Space")
    wait_settled(page)
    assert page.locator(".cm-play").get_attribute("aria-label") == "پخش"
    day = page.evaluate("campaignPlayer.day")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("campaignPlayer.day") > day
    page.evaluate("heard = []; campaignPlayer.on('lang', language => heard.push(language))")
    speak(page, "en")
    speak(page, "en")
    speak(page, "xx")
    speak(page, "constructor")
    assert page.evaluate("heard") == ["en"]


def test_a_campaign_without_the_language_says_that_its_texts_are_not(
    show: Show, russia_file: Path
) -> None:
    page = show(russia_file)
    speak(page, "fa")
    assert "انگلیسی" in page.locator(".cm-untranslated").inner_text()
    assert page.locator(".cm-headline").get_attribute("lang") == "en"
    assert page.locator("[data-own]").count() == 0


def test_the_interface_is_persian_and_the_campaign_too(show_fa: Show) -> None:
    page = show_fa()
    settle(page, "1988-07-27")
    page.locator(".cm-legend").evaluate("node => { node.open = true; }")
    assert page.locator(".cm-untranslated").count() == 0
    assert page.locator(".cm-headline").get_attribute("lang") is None
    settle(page, "1988-07-25")
    names = page.locator(".cm-town .cm-name").all_text_contents()
    assert names and all(re.match("[\u0600-\u06ff]", name) for name in names)
    settle(page, "1988-07-27")
    own = page.evaluate(
        """() => {
          const found = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const node = walk.currentNode.parentElement;
            const quoted = node.closest('[lang=en], script, style, option, .cm-name, .cm-letter');
            const words = walk.currentNode.data.replace(/\\u2068[^\\u2069]*\\u2069/g, '');
            if (!quoted && /[A-Za-z0-9]{2}|[0-9]/.test(words)) found.push(words);
          }
          return found;
        }"""
    )
    assert own == []


OVERLAPS = """() => {
  const names = ['.cm-title', '.cm-tools', '.leaflet-control-zoom', '.cm-legend', '.cm-bar',
    '.cm-story', '.leaflet-control-scale'];
  const boxes = names.map((name) => [name, document.querySelector(name).getBoundingClientRect()]);
  const found = [];
  for (const [a, one] of boxes) for (const [b, other] of boxes) {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (a < b && width > 1 && height > 1) found.push(`${a} ${b}`);
  }
  for (const stop of document.querySelectorAll('.cm-stop')) {
    if (stop.scrollWidth > stop.clientWidth + 1) found.push(stop.textContent);
  }
  const words = [...document.querySelectorAll('.cm-stop')].map((stop) => [...stop.children]
    .map((word) => word.getBoundingClientRect()).filter(({ width }) => width > 1));
  words.slice(1).forEach((day, number) => {
    const meets = (one) => words[number].some((other) => one.left < other.right - 1
      && other.left < one.right - 1 && one.top < other.bottom && other.top < one.bottom);
    if (day.some(meets)) found.push(`day ${number + 2}`);
  });
  for (const [name, box] of boxes) {
    if (box.left < -1 || box.right > innerWidth + 1) found.push(name);
  }
  if (document.scrollingElement.scrollWidth > innerWidth) found.push('page');
  if (document.scrollingElement.scrollLeft !== 0) found.push('scrolled');
  const story = document.querySelector('.cm-story');
  if (story.scrollWidth > story.clientWidth) found.push('story');
  return found;
}"""
SIZES = ((1280, 800), (390, 844), (320, 640))


@pytest.mark.parametrize("size", [*SIZES, (768, 1024)])
def test_nothing_overlaps_or_scrolls_sideways(show_fa: Show, size: tuple[int, int]) -> None:
    page = show_fa(viewport={"width": size[0], "height": size[1]})
    for day in ("1988-07-22", "1988-07-27"):
        settle(page, day)
        assert page.evaluate(OVERLAPS) == []


@pytest.mark.parametrize(("size", "scheme"), [(SIZES[0], "light"), (SIZES[1], "dark")])
def test_axe_finds_nothing(show_fa: Show, size: tuple[int, int], scheme: str) -> None:
    page = show_fa(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    settle(page, "1988-07-27")
    page.locator(".cm-legend").evaluate("node => { node.open = true; }")
    page.evaluate("campaignPlayer.select('events/block-chaharzebar')")
    wait_settled(page)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}})
    assert result.violations_count == 0, result.generate_report()


# --- the address ---------------------------------------------------------------------------


def test_the_address_asks_for_a_language_that_there_is(mersad: Campaign) -> None:
    assert read_address({"lang": "fa"}, mersad) == ({"lang": "fa"}, [])
    assert read_address({"lang": "xx"}, mersad)[0] == {}
    usual = usual_values(mersad)
    assert address_of({}, PlayerState(lang="fa"), usual) == {"lang": "fa"}
    assert address_of({"lang": "fa"}, PlayerState(lang="en"), usual) == {}
    assert language_of({"lang": "fa", "day": "1988-07-26"}) == {"lang": "fa"}
    assert language_of({"lang": "xx"}) == language_of({}) == {}


@pytest.mark.parametrize(
    ("days", "language", "said"),
    [
        (1, "en", "22 July 1988"),
        (1, "fa", "۳۱ تیر ۱۳۶۷"),
        (9, "en", "22 July - 30 July 1988"),
        (600, "en", "22 July 1988 - 13 March 1990"),
    ],
)
def test_a_campaign_of_one_day_says_it_once(
    mersad: Campaign, days: int, language: str, said: str
) -> None:
    made = replace(mersad, last_day=mersad.first_day + (days - 1))
    assert say_days(made, language) == said
