"""A tiny campaign folder without a fault, and the means to break one thing in it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from mapping.format.campaign import read_campaign
from mapping.format.problems import Problem

SIDES = """\
[[sides]]
id = "red"
name = "Red"
colour = "#c2410c"

[[sides]]
id = "blue"
name = "Blue"
colour = "#0b5fa5"
"""
HEAD = f"""\
format = 1
id = "tiny"
title = "A tiny campaign"
first_day = 1988-07-22
last_day = 1988-07-30
bounds = [[33.9, 45.9], [34.6, 47.1]]
default_account = "north"
calendars = ["persian"]
avoid_words = ["heroic", "reign of terror"]

{SIDES}
[[accounts]]
id = "north"
title = "The northern telling"

[[accounts]]
id = "south"
title = "The southern telling"
"""
ROUTES = """\
{"type": "FeatureCollection", "features": [{"type": "Feature",
 "properties": {"route_id": "highway", "basis": "mapped", "source": "a survey"},
 "geometry": {"type": "LineString", "coordinates": [[46, 34], [46.5, 34.1], [47, 34]]}}]}
"""
TABLES = {
    "sources": """\
source_id,kind,title,url
chronicle,book,The chronicle,https://example.org/chronicle
atlas,map,The atlas,
""",
    "places": """\
place_id,name,kind,lat,lon,radius_km,certainty,found_by
alder,Alder,town,34.0,46.0,1,certain,atlas
birch,Birch,town,34.0,47.0,1,certain,atlas
cedar-plain,Cedar plain,region,34.5,46.5,5,certain,atlas
""",
    "forces": """\
force_id,side_id,name,kind,part_of,on_map
column,red,The column,mechanised column,,
guard,blue,The guard,infantry,staff,
staff,blue,The staff,leadership,,no
""",
    "movements": """\
movement_id,force_id,kind,mode,departs,arrives,account_ids,certainty,title,summary,stays_until
march,column,advance,actual,1988-07-24T06:00,1988-07-24T18:00,,certain,The column leaves,,1988-07-30
watch,guard,deployment,actual,1988-07-23,1988-07-23,,certain,The guard takes up post,,1988-07-30
""",
    "waypoints": """\
movement_id,order,place_id,lat,lon,at,basis,route_id
march,1,alder,,,1988-07-24T06:00,,
march,2,,34.1,46.5,1988-07-24T12:00,mapped,highway
march,3,birch,,,1988-07-24T18:00,mapped,highway
watch,1,birch,,,,,
""",
    "events": """\
event_id,kind,starts,ends,place_ids,by_force_ids,against_force_ids,account_ids,certainty,title,summary
clash,battle,1988-07-24,1988-07-25,birch,column,guard,,certain,A battle at Birch,
fire,atrocity allegation,1988-07-25,,birch,column,,,uncertain,The north accuses the column,
""",
    "control": """\
control_id,place_id,side_id,starts,ends,account_ids,certainty
birch-blue,birch,blue,1988-07-22,1988-07-24,,certain
birch-red,birch,red,1988-07-24,,,certain
""",
    "days": """\
day,account_id,headline,text,view
1988-07-24,north,The march,The column marches.,33.9;45.9;34.2;47.1
1988-07-24,,The march as all tell it,,
""",
    "questions": """\
question_id,title,text
when,When did the march begin?,
""",
    "answers": """\
answer_id,question_id,account_id,source_id,answer,table,row_id
when-north,when,north,,At six in the morning,waypoints,march/1
when-chronicle,when,,chronicle,Nobody knows,,
""",
    "figures": """\
figure_id,topic,label,counted,low,high,bound,unit,source_id
size,The column,Its size,people,100,200,,people,chronicle
""",
    "series": """\
series_id,order,label,day,place_id,value,unit,source_id
heat,1,Temperature,1988-07-24,birch,41,degrees Celsius,chronicle
""",
    "evidence": """\
table,row_id,field,source_id,locator,words,stance,note
movements,march,,chronicle,p. 1,the column set out at six,supports,
movements,watch,,chronicle,p. 1,,supports,
waypoints,march/2,at,chronicle,p. 1,,inferred,Half way.
events,clash,starts,chronicle,p. 2,,supports,
events,fire,,chronicle,p. 2,,supports,
control,birch-blue,,chronicle,p. 2,,supports,
control,birch-red,ends,chronicle,p. 2,,inferred,Nobody takes it back.
days,1988-07-24,headline,chronicle,p. 2,,supports,
""",
}


class Folder:
    """The tables of a campaign folder as rows of cells; row 1 is the heading, as in the file."""

    def __init__(self) -> None:
        self.head = HEAD
        self.files: dict[str, str | bytes] = {"routes.geojson": ROUTES}
        self.tables = {name: list(csv.reader(text.splitlines())) for name, text in TABLES.items()}

    def set(self, table: str, row: int, column: str, cell: str) -> None:
        """Write one cell; a column that is not there yet is added."""
        heading = self.tables[table][0]
        if column not in heading:
            heading.append(column)
        cells = self.tables[table][row - 1]
        cells += [""] * (len(heading) - len(cells))
        cells[heading.index(column)] = cell

    def add(self, table: str, *cells: str) -> None:
        """Add a row at the end of a table."""
        self.tables[table].append(list(cells))

    def drop(self, table: str, row: int) -> None:
        """Remove a row."""
        del self.tables[table][row - 1]

    def write(self, path: Path) -> Path:
        """Write everything into a new folder."""
        path.mkdir()
        (path / "campaign.toml").write_text(self.head, encoding="utf-8")
        for name, rows in self.tables.items():
            with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        for name, content in self.files.items():
            data = content.encode() if isinstance(content, str) else content
            (path / name).parent.mkdir(exist_ok=True)
            (path / name).write_bytes(data)
        return path


Break = Callable[[Folder], None]
"""Something that spoils a folder."""


def write_broken(path: Path, *breaks: Break) -> Path:
    """Write the tiny folder with these things broken in it."""
    folder = Folder()
    for spoil in breaks:
        spoil(folder)
    return folder.write(path)


def problem_of(tmp_path: Path, *breaks: Break) -> Problem:
    """The one problem of the tiny folder with these things broken in it."""
    _, problems = read_campaign(write_broken(tmp_path / "tiny", *breaks))
    assert len(problems) == 1, problems
    return problems[0]


def change(table: str, row: int, column: str, cell: str) -> Break:
    """Spoil one cell."""
    return lambda folder: folder.set(table, row, column, cell)
