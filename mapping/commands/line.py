"""The command line read, and each of its commands."""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from mapping.commands.desk_line import add_desk_commands
from mapping.commands.draft_line import add_draft
from mapping.commands.wrong_use import UserError, port_number
from mapping.export import FORMATS
from mapping.export.whole_file import write_whole
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.canonical import is_campaign_file
from mapping.format.csv_file import CONTROLS
from mapping.format.problems import CampaignError, Problem, be_strict, brief_lines, find_errors
from mapping.telling.citation import program_version
from mapping.words.shell import HOME, command, install, tool
from mapping.words.strings import say_word


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 no errors, 1 errors in the data, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        _be_unicode(stream)
    options = _parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    try:
        return int(options.run(options))
    except CampaignError as error:
        _print_problems(error.problems)
        return 1
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        if not error.filename:
            raise
        said = f"{error.filename} cannot be read or written: {error.strerror}"
        print(said, file=sys.stderr)
        return 2


def _joined(arguments: Sequence[str]) -> list[str]:
    """A day before the year 0 begins as an option does: it is joined to the one it belongs to."""
    made: list[str] = []
    for one in arguments:
        if made and made[-1].startswith("--") and re.match(r"-\d{4}-\d\d-\d\d", one):
            made[-1] += f"={one}"
        else:
            made.append(one)
    return made


def _be_unicode(stream: TextIO) -> None:
    """Texts of campaigns are of all scripts, and a terminal or file may know only some of them.

    Windows writes what is sent to a file or a pipe in the letters of one region; it is UTF-8 here.
    """
    if not isinstance(stream, io.TextIOWrapper):
        return  # a notebook's, or a test's
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=tool(), description="Campaigns told day by day on a map.")
    parser.add_argument("--version", action="version", version=program_version())
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="say everything that is wrong with a folder")
    check.add_argument("folder", type=Path, metavar="FOLDER")
    check.add_argument("--strict", action="store_true", help="warnings count as errors")
    check.add_argument(
        "--text", action="append", default=[], metavar="SOURCE_ID=FILE", dest="texts",
        help="prove that every phrase from this source stands verbatim in a text file",
    )  # fmt: skip
    check.add_argument("--json", action="store_true", help="print the problems as JSON")
    check.set_defaults(run=_check)

    _add_new(commands.add_parser("new", help="begin a campaign: a folder with commented examples"))

    add_draft(commands.add_parser("draft", help="draft a campaign from a text"))

    _add_show(commands.add_parser("show", help="show campaigns on a page in the browser"))

    _add_geocode(commands.add_parser("geocode", help="compare every place with the gazetteer"))

    _add_export(commands.add_parser("export", help="write a campaign for use without this project"))

    schema = commands.add_parser("schema", help="print the documentation of the tables")
    schema.set_defaults(run=_schema)

    add_desk_commands(commands)

    _add_ground_commands(commands)
    return parser


def _add_show(show: argparse.ArgumentParser) -> None:
    show.add_argument(
        "folders",
        type=Path,
        nargs="*",
        metavar="FOLDER",
        help="else those that are shipped",
    )
    show.add_argument(
        "--port", type=port_number, default=8501, metavar="N", help="the first to try; else 8501"
    )
    show.add_argument(
        "--no-browser", action="store_true", help="say the address, but open no browser"
    )
    show.set_defaults(run=_show)


def _add_ground_commands(commands: Any) -> None:
    """What needs the optional packages of the extra `build`."""
    basemap = commands.add_parser("basemap", help="build a campaign's own ground (extra: build)")
    basemap.add_argument("folder", type=Path, metavar="FOLDER")
    basemap.add_argument("--no-towns", action="store_true", help="leave out the towns of today")
    basemap.set_defaults(run=_basemap)

    terrain = commands.add_parser(
        "terrain", help="compute the road beneath the movements over the heights (extra: build)"
    )
    terrain.add_argument("folder", type=Path, metavar="FOLDER")
    terrain.set_defaults(run=_terrain)

    route = commands.add_parser(
        "route", help="ask a public router for the mapped roads of today (extra: route)"
    )
    route.add_argument("folder", type=Path, metavar="FOLDER")
    route.add_argument(
        "--online", action="store_true", help="do ask: the server learns the campaign's places"
    )
    route.add_argument("--server", metavar="URL", help="another server that speaks OSRM's protocol")
    route.set_defaults(run=_route)


def _add_new(new: argparse.ArgumentParser) -> None:
    new.add_argument("folder", type=Path, metavar="FOLDER")
    new.add_argument("--title", required=True)
    new.add_argument("--first-day", required=True, metavar="YYYY-MM-DD")
    new.add_argument("--last-day", required=True, metavar="YYYY-MM-DD")
    new.add_argument("--place", default="", metavar="NAME", help="a town where the example stands")
    new.add_argument(
        "--separator", choices=("comma", "semicolon"), default="comma",
        help="semicolon where your spreadsheet writes numbers with a decimal comma",
    )  # fmt: skip
    new.set_defaults(run=_new)


def _add_geocode(geocode: argparse.ArgumentParser) -> None:
    geocode.add_argument("folder", type=Path, metavar="FOLDER")
    how = geocode.add_mutually_exclusive_group()
    how.add_argument(
        "--online", action="store_true", help="ask OpenStreetMap's Nominatim for what is missing"
    )
    how.add_argument(
        "--fill", action="store_true",
        help="write into places.csv the coordinates that the gazetteer knows",
    )  # fmt: skip
    geocode.set_defaults(run=_geocode)


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    for one in FORMATS:
        export.add_argument(
            f"--{one.option}", type=Path, metavar="FILE", help=say_word("download", one.option)
        )
    export.add_argument(
        "--site", type=Path, metavar="OUT",
        help="A folder with a list of the campaigns, their maps and their data, for any website.",
    )  # fmt: skip
    _add_still(export)
    export.set_defaults(run=_export)


def _add_still(export: argparse.ArgumentParser) -> None:
    """The options of a picture and of a film."""
    export.add_argument(
        "--png", type=Path, metavar="FILE",
        help="A picture of the map at a day, taken by an installed Chromium or Chrome.",
    )  # fmt: skip
    export.add_argument(
        "--film", type=Path, metavar="FILE",
        help="A film of the days, as FILE.mp4, .webm or .gif (extra: film).",
    )  # fmt: skip
    export.add_argument("--day", metavar="YYYY-MM-DD", help="the picture's day; else the first")
    export.add_argument("--account", metavar="ID", help="whose telling; else the usual one")
    export.add_argument(
        "--size", metavar="WxH", help="in pixels: a picture's is 1600x1000 else, a film's 1280x720"
    )
    export.add_argument("--days", metavar="FIRST..LAST", help="the film's days; else all")
    export.add_argument(
        "--seconds-a-day", type=float, metavar="N", help="how long each day of a film lasts"
    )
    export.add_argument("--dark", action="store_true", help="in the dark scheme")
    export.add_argument("--lang", metavar="CODE", help="the language of its words, such as fa")


def _check(options: argparse.Namespace) -> int:
    from mapping.checks import check_campaign
    from mapping.gazetteer import OfflineGazetteer

    texts = dict(_read_named_text(entry) for entry in options.texts)
    problems = check_campaign(options.folder, texts=texts, gazetteer=OfflineGazetteer())
    if options.strict:
        problems = be_strict(problems)
    if options.json:
        said = json.dumps([problem.to_dict() for problem in problems], ensure_ascii=False, indent=1)
        # Of the controls JSON itself leaves some as they are, which a terminal would obey.
        print(CONTROLS.sub(lambda one: f"\\u{ord(one[0]):04x}", said))
    else:
        _print_problems(problems)
    return 1 if find_errors(problems) else 0


def _read_named_text(entry: str) -> tuple[str, str]:
    source_id, separator, file = entry.partition("=")
    if not separator or not source_id or not file:
        raise UserError(f"--text takes SOURCE_ID=FILE, got {entry!r}")
    try:
        return source_id, Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"--text {source_id}: {file} cannot be read as UTF-8: {error}") from None


def _print_problems(problems: Sequence[Problem]) -> None:
    lines = list(brief_lines(problems))
    print(*lines, sep="\n", end="\n" if lines else "")
    counts = {
        severity: sum(problem.severity == severity for problem in problems)
        for severity in ("error", "warning", "note")
    }
    said = ", ".join(f"{count} {severity}s" for severity, count in counts.items())
    print(said if len(lines) >= len(problems) else f"{said}; check --json says each of them")


def _new(options: argparse.Namespace) -> int:
    from mapping.intake.starter import NewCampaignError, new_campaign

    days = options.first_day, options.last_day
    try:
        start = new_campaign(options.folder, options.title, *days, options.place, options.separator)
    except NewCampaignError as error:
        raise UserError(str(error)) from None
    print(f"{options.folder}: a campaign with an example at {start.name}. What next:")
    print(f"  {command(f'check {options.folder}')}")
    print(f"  {command(f'show {options.folder}')}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from mapping.commands.serve import ServeError, show_campaigns
    from mapping.page.folders import find_folders

    # Where only the package is installed, no campaigns lie beside it.
    folders = options.folders or list(find_folders(HOME / "data").values())
    if not folders:
        begin = command("new FOLDER --title TITLE --first-day DAY --last-day DAY")
        raise UserError(f"name a campaign: {command('show FOLDER')}\nor begin one: {begin}")
    for folder in folders:
        _refuse_broken(folder)
    try:
        show_campaigns(folders, options.port, with_browser=not options.no_browser)
    except ServeError as error:
        raise UserError(str(error)) from None
    return 0


def _refuse_broken(folder: Path) -> None:
    """Raise where a folder cannot be shown, before anything is started for it."""
    from mapping.basemap import check_ground

    if not folder.is_dir():
        raise UserError(f"{folder} is no folder")
    if not (folder / "campaign.toml").is_file():
        raise UserError(f"{folder} is no campaign folder: it holds no campaign.toml")
    try:
        load_campaign(folder)
        if problems := check_ground(folder / "ground"):
            raise CampaignError(problems)
    except CampaignError:
        print(f"{folder} cannot be shown:")
        raise


def _geocode(options: argparse.Namespace) -> int:
    from mapping.gazetteer import (
        OfflineGazetteer,
        OnlineGeocoderError,
        compare_places,
        format_table,
        online_geocoder,
    )
    from mapping.gazetteer.fill import fill_places, say_filling

    if options.fill:
        print(say_filling(fill_places(options.folder, OfflineGazetteer())))
        return 0
    places = list(load_campaign(options.folder).places.values())
    try:
        online = online_geocoder(Path(".cache") / "nominatim.json") if options.online else None
        checks = compare_places(places, OfflineGazetteer(places), online)
    except OnlineGeocoderError as error:
        raise UserError(f"{error}; without --online the shipped gazetteer answers") from None
    print(format_table(checks))
    return 0


def _export(options: argparse.Namespace) -> int:
    wanted = [(one, getattr(options, one.option)) for one in FORMATS]
    wanted = [(one, file) for one, file in wanted if file is not None]
    if not wanted and not options.png and not options.film and not options.site:
        choices = ", ".join([*(f"--{one.option}" for one in FORMATS), "--png", "--film"])
        raise UserError(
            f"export needs to know what to write: one or more of {choices} FILE, or --site OUT"
        )
    if len(options.folders) > 1 and (wanted or options.png or options.film):
        raise UserError("only --site takes more than one FOLDER")
    campaigns = [load_campaign(folder) for folder in options.folders]
    for one, file in wanted:
        _write(file, one.to_chunks(campaigns[0]), options.folders[0])
    if options.png:
        _write(options.png, [_still(campaigns[0], options)], options.folders[0])
    if options.film:
        _film(campaigns[0], options)
    if options.site:
        _write_site(campaigns, options.site)
    return 0


def _still(campaign: Campaign, options: argparse.Namespace) -> bytes:
    from mapping.drawing.address import PlayerState
    from mapping.export.still import USUAL_SIZE, StillError, parse_size, take_still

    day = options.day or campaign.first_day.isoformat()
    state = PlayerState(day=day, account=options.account or "", lang=options.lang or "")
    try:
        size = parse_size(options.size) if options.size else USUAL_SIZE
        return take_still(campaign, state, size, dark=options.dark)
    except (StillError, ValueError) as error:
        raise UserError(f"--png: {error}") from None


def _film(campaign: Campaign, options: argparse.Namespace) -> None:
    from mapping.drawing.address import PlayerState
    from mapping.export.film import USUAL_SIZE, FilmError, make_film, plan_film
    from mapping.export.still import parse_size

    state = PlayerState(account=options.account or "", lang=options.lang or "")
    try:
        size = parse_size(options.size) if options.size else USUAL_SIZE
        days = _parse_days(options.days) if options.days else None
        plan = plan_film(
            campaign, options.film, state, size, days, options.seconds_a_day, dark=options.dark
        )
        options.film.parent.mkdir(parents=True, exist_ok=True)
        make_film(campaign, options.film, plan, _say_frame)
    except (FilmError, ValueError) as error:
        raise UserError(f"--film: {error}") from None
    except OSError as error:
        raise UserError(f"{options.film} cannot be written: {error.strerror}") from None
    print(f"{options.film}: {plan.frames} frames, {options.film.stat().st_size / 1e6:.2f} MB")


def _parse_days(text: str) -> tuple[str, str]:
    first, separator, last = text.partition("..")
    if not separator:
        raise ValueError(f"--days {text}: expected FIRST..LAST, such as 1896-03-01..1896-03-03")
    return first, last


def _say_frame(number: int, frames: int) -> None:
    """A line that counts on a terminal; elsewhere one at each tenth."""
    if sys.stderr.isatty():
        end = "\n" if number == frames else ""
        print(f"\rframe {number} of {frames}", end=end, file=sys.stderr, flush=True)
    elif number * 10 // frames > (number - 1) * 10 // frames:
        print(f"frame {number} of {frames}", file=sys.stderr, flush=True)


def _write_site(campaigns: Sequence[Campaign], out: Path) -> None:
    from mapping.export.site import SiteError, write_site

    try:
        made = write_site(campaigns, out)
    except SiteError as error:
        raise UserError(f"--site: {error}") from None
    size = sum(made.values())
    print(f"{out}: {len(made)} files, {size / 1e6:.2f} MB")


def _write(file: Path, content: Iterable[bytes], folder: Path) -> None:
    """Write one file, but never in the place of what the campaign itself is made of."""
    if file.is_dir():
        raise UserError(f"{file} cannot be written: it is a folder; name a file")
    target, home = file.resolve(), folder.resolve()
    if target.is_relative_to(home) and is_campaign_file(target.relative_to(home)):
        raise UserError(f"{file} is not written: the campaign has its own file of that name")
    parts = iter(content)
    # What cannot be made fails here, before a file is there.
    first = next(parts, b"")
    try:
        size = write_whole(file, chain((first,), parts))
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}") from None
    print(f"{file}: {size / 1e6:.2f} MB")


def _schema(options: argparse.Namespace) -> int:
    from mapping.format.documentation import say_format

    print(say_format())
    return 0


def _basemap(options: argparse.Namespace) -> int:
    from mapping.basemap.build_ground import MissingBuildPackages, build_ground
    from mapping.basemap.extent import campaign_extent

    campaign = load_campaign(options.folder)
    points = [place.point for place in campaign.places.values() if place.point]
    if not points and not campaign.bounds:
        raise UserError(f"{options.folder} has no place with coordinates and no bounds")
    try:
        region, detail = campaign_extent(points, campaign.bounds)
        towns = not options.no_towns
        folder = build_ground(options.folder / "ground", region, detail, with_towns=towns)
    except MissingBuildPackages as error:
        raise UserError(str(error)) from None
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{folder}: {size / 1000:.0f} KB")
    return 0


def _terrain(options: argparse.Namespace) -> int:
    from mapping.basemap import terrain
    from mapping.basemap.elevation import read_elevation

    campaign = load_campaign(options.folder)
    ground = options.folder / "ground"
    elevation = read_elevation(ground)
    if elevation is None:
        make = command(f"basemap {options.folder}")
        raise UserError(f"{ground} has no elevation: {make}")
    try:
        stretches = terrain.stretches_of_roads(campaign, elevation.box)
        if not stretches:
            raise UserError(
                f"{options.folder}: no force goes over land between places with heights"
            )
        legs = terrain.find_legs(elevation, stretches)
    except ModuleNotFoundError as error:
        raise UserError(f"{error.name} is missing: {install('build')}") from None
    except ValueError as error:
        raise UserError(str(error)) from None
    terrain.write_routes(options.folder / terrain.ROUTES, legs)
    print(terrain.say_legs(legs))
    return 0


def _route(options: argparse.Namespace) -> int:
    from mapping.basemap import online_route, terrain

    server = options.server or online_route.SERVER
    campaign = load_campaign(options.folder)
    if not options.online:
        asks = command(f"route {options.folder} --online")
        raise UserError(f"nothing was asked: {server} would learn the places. To ask it: {asks}")
    try:
        stretches = terrain.stretches_of_roads(campaign)
        if not stretches:
            raise UserError(f"{options.folder}: no force goes over land from place to place")
        cache = Path(".cache") / "routes.json"
        lines = online_route.online_routes(stretches, cache, server)
    except ModuleNotFoundError as error:
        raise UserError(f"{error.name} is missing: {install('route')}") from None
    except (online_route.OnlineRouteError, terrain.RoadError) as error:
        raise UserError(str(error)) from None
    online_route.write_mapped(options.folder / terrain.ROUTES, lines, server)
    print(f"{options.folder / terrain.ROUTES}: {len(lines)} roads, drawn beneath the movements.")
    print("A movement follows one whose route_id its waypoint names, with the basis mapped.")
    return 0
