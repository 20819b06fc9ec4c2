"""The doors at which strangers' data come in, and what must hold behind each of them.

A door is given dice and an empty folder of its own. Whatever comes, it ends with an ordinary
answer: what it raises is a fault.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path
from random import Random

from mapping.__main__ import main
from mapping.drawing.address import FIELDS, PlayerState, address_of, parse_state, read_address
from mapping.drawing.map_sketch import parse_mark
from mapping.format.campaign import Campaign, read_campaign
from mapping.format.dates import parse_moment
from mapping.format.pictures import PictureError, clean_picture, inspect_picture
from mapping.intake.accept import UploadError
from mapping.intake.archive import unpack
from mapping.intake.moments import MomentUnread, find_order, read_moment, read_time
from mapping.page.day import to_day
from mapping.page.places import place_rows
from mapping.page.problem_table import problem_rows
from mapping.page.prose import in_language, to_table
from mapping.player import campaign_document
from mapping.telling.timeline import day_state
from tests.conftest import MERSAD
from tests.folders import write_broken
from tests.fuzz import hard, troubles

ARTICLE = (
    "On 24 July 1988 the column left Qasr-e Shirin and took Eslamabad-e Gharb. The next day, near "
    "Kermanshah, the guard held the pass; about 200 men fell. By 27 July they withdrew to Sarpol."
)
EXPORTS = ("geojson", "kml", "csv", "package")


class Fault(AssertionError):
    """What must never be; the message says what was."""


def command(*words: object) -> int:
    """Run a command line as a person does; gives its exit code."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 2
    if "Traceback" in said.getvalue() or code not in (0, 1, 2):
        raise Fault(f"{words[0]} ended with {code}: {said.getvalue()[-300:]}")
    if code and not said.getvalue().strip():
        raise Fault(f"{words[0]} ended with {code} and not a word")
    if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]", said.getvalue()):
        raise Fault(f"{words[0]} sent the terminal a command")
    return code


class _Scripts(HTMLParser):
    """The scripts of a document that run, and all that runs besides."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.others: list[str] = []
        self._is_source = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._is_source = tag == "script" and given.get("type") in (None, "module")
        if self._is_source:
            self.sources.append("")
        for name, value in attrs:
            runs = name.startswith("on") or "javascript:" in (value or "").lower()
            if runs or (tag, name) == ("script", "src"):
                self.others.append(f"{tag} {name}={value}")
        if tag in ("object", "embed", "base"):
            self.others.append(tag)

    def handle_data(self, data: str) -> None:
        if self._is_source:
            self.sources[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._is_source = False


def scripts_of(html: str) -> tuple[list[str], list[str]]:
    """What of a document runs: its scripts, and attributes and elements that run something."""
    parser = _Scripts()
    parser.feed(html)
    parser.close()
    return parser.sources, parser.others


@cache
def _own_scripts() -> list[str]:
    return scripts_of(campaign_document(_mersad()))[0]


@cache
def _mersad() -> Campaign:
    campaign, _ = read_campaign(MERSAD)
    assert campaign is not None
    return campaign


def hold_document(html: str) -> None:
    """The player's document runs its own scripts and nothing else; a ground is text in the last."""
    sources, others = scripts_of(html)
    *same, drawing = sources
    drawing = re.sub(r'JSON\.parse\("(?:[^"\\]|\\.)*"\)', "", drawing)
    if others or same != _own_scripts()[:-1] or troubles.MARK in drawing:
        raise Fault(f"runs in the document: {others[:3]}, {len(sources)} scripts")


def hold_page(html: str) -> None:
    """What stands on the page runs nothing."""
    sources, others = scripts_of(html)
    if sources or others:
        raise Fault(f"runs on the page: {others[:3]} {sources[:1]}")


# --- the doors -----------------------------------------------------------------------------


def folder(dice: Random, room: Path) -> None:
    """A campaign folder: checked, drawn, exported, and told on the page."""
    made = troubles.folder(dice).write(room / "it")
    if dice.random() < 0.3:
        path = dice.choice(sorted(path for path in made.rglob("*") if path.is_file()))
        path.write_bytes(troubles.damaged(dice, path.read_bytes()))
    _tell(made, dice, room)


def _tell(made: Path, dice: Random, room: Path) -> None:
    checked = command("check", made, "--json")
    drawn = command("export", made, "--html", room / "map.html")
    if drawn == 0:
        hold_document((room / "map.html").read_text(encoding="utf-8"))
    command("export", made, f"--{dice.choice(EXPORTS)}", room / "out")
    campaign, problems = read_campaign(made)
    if campaign is None:
        if not problems or checked == 0:
            raise Fault("cannot be read, and nobody says why")
        hold_page(to_table(problem_rows(problems), "What is wrong"))
        return
    day = dice.choice([day.isoformat() for day in campaign.calendar])
    account = dice.choice([*campaign.accounts])
    hold_page(in_language(to_day(campaign, day_state(campaign, day, account)), "en"))
    place_rows(campaign)
    read_address({"day": day, "account": account, "select": troubles.text(dice)}, campaign)


def upload(dice: Random, room: Path) -> None:
    """A zip: taken or refused, and only files of the format are written."""
    written = troubles.folder(dice).write(room / "it")
    files = {
        path.relative_to(written).as_posix(): path.read_bytes()
        for path in written.rglob("*") if path.is_file()
    }  # fmt: skip
    target = room / "target"
    target.mkdir()
    try:
        unpack(troubles.archive(dice, files), target)
    except UploadError as error:
        if not error.problems or list(target.iterdir()):
            raise Fault("refused without a word, or half taken") from error
        return
    _tell(target, dice, room)


def file_of_others(dice: Random, room: Path) -> None:
    """A file of another program, taken into a campaign."""
    into = write_broken(room / "it")
    name, data = troubles.foreign(dice)
    (room / name).write_bytes(data)
    more: list[object] = []
    if dice.random() < 0.2:
        more = [
            dice.choice(("--columns", "--sheet", "--utc")),
            f"day={_typed(troubles.text(dice))}",
        ]
    command("import", room / name, "--into", into, "--apply", *more)
    command("check", into)


def media(dice: Random, room: Path) -> None:
    """A picture: read for its pixels, or refused."""
    path = room / f"picture.{dice.choice(('png', 'jpg', 'webp', 'gif'))}"
    behind = f"<script>{troubles.MARK}".encode() * dice.choice((0, 1))
    path.write_bytes(troubles.damaged(dice, troubles.picture(dice)) + behind)
    try:
        inspect_picture(path)
        if clean_picture(path).endswith(behind or b"\0none"):
            raise Fault("what stood behind the picture has come along")
    except PictureError as error:
        if not str(error):
            raise Fault("refused without a word") from error


def address(dice: Random, room: Path) -> None:
    """What stands in an address, and what a frame says."""
    names = (*FIELDS, "campaign", "embed", "__proto__")
    asked = {dice.choice(names): _address_value(dice) for _ in range(dice.randrange(1, 8))}
    state, notes = read_address(asked, _mersad())
    if any(len(note) > 400 for note in notes):
        raise Fault("a note repeats a long address whole")
    said = json.loads(troubles.json_bytes(dice))
    said = said if not isinstance(said, dict) else said | asked
    told = parse_state(said) or PlayerState()
    parse_mark(said)
    for name, value in {**address_of({}, told, {}), **state}.items():
        if not re.fullmatch(FIELDS[name], value, re.ASCII):
            raise Fault(f"{name} let {value[:60]!r} in")


def _address_value(dice: Random) -> str:
    good = (
        "1988-07-27",
        "events/road-blocked",
        "mek",
        "34.1,46.3,9.5",
        "side:iraq",
        "fa",
        "app6",
        "3",
    )
    made = dice.choice(good)
    if dice.random() < 0.6:
        at = dice.randrange(len(made) + 1)
        made = made[:at] + troubles.text(dice) + made[at:]
    return made * dice.choice((1, 1, 1, 100))


def text(dice: Random, room: Path) -> None:
    """An article, drafted into a campaign."""
    words = ARTICLE.split(" ")
    for _ in range(dice.randrange(8)):
        words[dice.randrange(len(words))] = dice.choice(
            (troubles.text(dice)[:2_000], dice.choice(words))
        )
    (room / "it.txt").write_bytes(troubles.damaged(dice, " ".join(words).encode()))
    days = (
        ("1988-07-22", "1988-07-30") if dice.random() < 0.8 else (_typed(troubles.text(dice)),) * 2
    )
    line = ("draft", room / "it.txt", f"--first-day={days[0]}", f"--last-day={days[1]}")
    if command(*line, "--out", room / "out") == 0:
        command("check", room / "out")


def moment(dice: Random, room: Path) -> None:
    """A cell for a moment, in the format and as people write it."""
    for _ in range(50):
        said = troubles.text(dice)
        at = dice.randrange(len(said) + 1)
        said = said[:at] + dice.choice(("", "-", "/", "~", "?", "T", "..", "[", " ")) + said[at:]
        for read in (parse_moment, read_time):
            try:
                read(said)
            except ValueError as error:
                if not str(error):
                    raise Fault("refused without a word") from error
        with suppress(MomentUnread):
            parse_moment(read_moment(said, find_order([said])))


def two_folders(dice: Random, room: Path) -> None:
    """Two that began as a third: compared, and made one."""
    base = write_broken(room / "base")
    sides = [troubles.folder(dice).write(room / name) for name in ("ours", "theirs")]
    command("diff", *sides)
    if command("merge", base, *sides, "--out", room / "both") == 0:
        command("check", room / "both")


def line(dice: Random, room: Path) -> None:
    """A command line that nobody would type."""
    write_broken(room / "it")
    words: list[object] = [
        dice.choice(("check", "export", "geocode", "new", "diff", "import", "schema"))
    ]
    for _ in range(dice.randrange(5)):
        words.append(dice.choice((
            room / "it", room / "none", "--html", room / "x.html", "--strict", "--json", "--fill",
            "--title", "--first-day", "--last-day", "1988-07-22", "--into", "--text", "chronicle=x",
            _typed(troubles.text(dice)),
        )))  # fmt: skip
    command(*words)


def _typed(text: str) -> str:
    """What somebody could type, and what names no file elsewhere: whoever types that means it."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f/]", "", text)[:80] or "x"


def _hard_file(dice: Random, room: Path, name: str) -> None:
    """A file that takes long, taken into a campaign."""
    into, (file, content) = write_broken(room / "it"), hard.FILES[name]
    (room / file).write_text(content(), encoding="utf-8")
    command("import", room / file, "--into", into, "--apply")


def _hard_folder(dice: Random, room: Path, name: str) -> None:
    """A folder that takes long: checked, or drawn."""
    made = write_broken(room / "it", hard.FOLDERS[name])
    if name in hard.DRAWN:
        command("export", made, "--html", room / "map.html")
    else:
        command("check", made)


DOORS: dict[str, Callable[[Random, Path], None]] = {
    "folder": folder, "upload": upload, "file": file_of_others, "media": media,
    "address": address, "text": text, "moment": moment, "merge": two_folders, "line": line,
}  # fmt: skip
WEIGHTS = {"folder": 4, "upload": 3, "file": 4, "media": 2}
TURNS = [name for name in DOORS for _ in range(WEIGHTS.get(name, 1))]
"""Which door a case goes to, by its number."""
DOORS |= {name: partial(_hard_file, name=name) for name in hard.FILES}
DOORS |= {name: partial(_hard_folder, name=name) for name in hard.FOLDERS}
