"""Files of other kinds as their programs write them, made here in code."""

# ruff: noqa: E501 - rows of tables are as long as they are

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

ACLED_HEADING = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
ACLED = f"""{ACLED_HEADING}
ABC1,25 July 1988,1988,1,Political violence,Battles,Armed clash,Military Forces of Redland,,State forces,Blue Militia,,Political militia,State forces-Political militia,,1,Region,Redland,North,Alder,,Alder,34.01,46.01,1,Red News; Blue Post,National,"On 25 July, forces clashed with the militia.",3,,1700000000
ABC2,26 July 1988,1988,2,Political violence,Explosions/Remote violence,Air/drone strike,Military Forces of Redland,,State forces,,,,State forces only,,1,Region,Redland,North,Birch,,Birch,34.0,47.0,2,Red News,National,Around 26 July.,0,,1700000000
ABC3,01 July 1988,1988,3,Strategic developments,Strategic developments,Agreement,Government of Redland,,State forces,Blue Militia,,Political militia,,,1,Region,Redland,North,Cedar,,Cedar,34.5,46.5,3,Red News,National,In July.,0,,1700000000
"""
UCDP = """id,relid,year,active_year,code_status,type_of_violence,conflict_name,side_a,side_b,source_article,source_headline,where_prec,where_coordinates,latitude,longitude,date_prec,date_start,date_end,deaths_a,deaths_b,best,high,low
9001,RED-1,1988,1,Clear,1,Redland: Government,Government of Redland,Blue Front,"Reuters, 1988-07-25",Clashes at Alder,1,Alder town,34.0,46.0,1,1988-07-25 00:00:00.000,1988-07-25 00:00:00.000,1,2,3,3,3
9002,RED-2,1988,1,Clear,3,Redland: Government,Government of Redland,Civilians,AFP,Villages shelled,6,Redland,34.2,46.4,4,1988-07-01 00:00:00.000,1988-07-31 00:00:00.000,0,0,9,9,9
"""
DAY_FIRST = """Date,Place,Lat,Lon,What,Who,Source
24/07/1988,Alder,34.0,46.0,The column sets out,The column,p. 1
07/06/1988,Birch,34.0,47.0,The guard digs in,The guard,p. 2
1988,,,,A year of war,,p. 3
sometime,Birch,34.0,47.0,Nobody knows,,p. 4
"""
TIMELINE = """Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background
,,,,,,,,,A war in pictures,<p>The story</p>,,,,,title,,
1988,7,24,06:00,1988,7,24,18:00,,The <b>march</b>,They go.,https://example.org/a.jpg,X,,,,battle,
1988,,,,,,,,about 1988,A bad year,,,,,,,,
-480,,,,,,,,,Salamis,,,,,,,,
"""
LINKED_TSV = """id\ttitle\ttitle_source\tstart\tend\tlon\tlat\tvariants\ttypes
http://example.org/1\tAlder\tA map of 1900\t1900\t\t46.0\t34.0\tAldra;Alderi\tsettlement
http://example.org/2\tOld fort\tA map of 1900\t1900\t\t46.2\t34.1\t\tfortress
"""
KML_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"'
MY_MAPS = f"""{KML_BEGIN}>
  <Document>
    <name>The march</name>
    <Style id="icon-1899-0288D1"><IconStyle><scale>1</scale></IconStyle></Style>
    <Folder>
      <name>Untitled layer</name>
      <Placemark>
        <name>Mill</name>
        <description><![CDATA[An old mill<br>by the <b>river</b>]]></description>
        <styleUrl>#icon-1899-0288D1</styleUrl>
        <ExtendedData><Data name="kind"><value>bridge</value></Data></ExtendedData>
        <Point><coordinates>
            46.1,34.05,0
          </coordinates></Point>
      </Placemark>
      <Placemark>
        <name>The road</name>
        <LineString><tessellate>1</tessellate><coordinates>
            46.0,34.0,0
            46.5,34.1,0
            47.0,34.0,0
          </coordinates></LineString>
      </Placemark>
      <Placemark>
        <name>The camp</name>
        <Polygon><outerBoundaryIs><LinearRing><coordinates>
            46,34,0 46.1,34,0 46.1,34.1,0 46,34,0
        </coordinates></LinearRing></outerBoundaryIs></Polygon>
      </Placemark>
    </Folder>
  </Document>
</kml>
"""
EARTH = f"""{KML_BEGIN} xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document><name>Tour</name>
<Placemark><name>Battle of the mill</name><TimeStamp><when>1988-07-25T11:30:00Z</when></TimeStamp>
<Point><coordinates>46.1,34.05</coordinates></Point></Placemark>
<Placemark><name>Siege</name><TimeSpan><begin>1988-07-24</begin><end>1988-07-26</end></TimeSpan>
<Point><coordinates>47,34</coordinates></Point></Placemark>
<Placemark><name>Scouts</name><gx:Track>
<when>1988-07-24T06:00:00Z</when><when>1988-07-24T09:00:00Z</when><when>1988-07-24T12:00:00Z</when>
<gx:coord>46.0 34.0 900</gx:coord><gx:coord>46.2 34.2 950</gx:coord><gx:coord>46.4 34.0 900</gx:coord>
</gx:Track></Placemark>
<NetworkLink><name>more</name><Link><href>http://example.org/x.kml</href></Link></NetworkLink>
</Document></kml>
"""
BOMB = """<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/hostname">]>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>&b;&f;</name></Document></kml>
"""
GPX_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="test" '
    'xmlns="http://www.topografix.com/GPX/1/1">'
)


def gpx_track(points: int = 2_000) -> str:
    """A day's walk as a receiver writes it: a point each twenty seconds."""
    start = datetime(1988, 7, 24, 4, 0)
    marks = "".join(
        f'<trkpt lat="{34 + number / points * 0.3:.6f}" '
        f'lon="{46 + 0.05 * math.sin(number / 150):.6f}"><ele>900</ele>'
        f"<time>{start + timedelta(seconds=20 * number):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for number in range(points)
    )
    return f"{GPX_BEGIN}<trk><name>Day one</name><trkseg>{marks}</trkseg></trk></gpx>"


GPX_PLANNED = f"""{GPX_BEGIN}
<wpt lat="34.0" lon="46.0"><name>Alder</name><type>town</type></wpt>
<wpt lat="34.2" lon="46.2"><name>Spring</name><desc>Water</desc></wpt>
<rte><name>The old road</name><rtept lat="34" lon="46"/><rtept lat="34.1" lon="46.3"/></rte>
<trk><name>Empty</name><trkseg/></trk>
</gpx>
"""


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A feature of GeoJSON."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon: float, lat: float) -> dict[str, Any]:
    """A point of GeoJSON."""
    return {"type": "Point", "coordinates": [lon, lat]}


GEOJSON_EVENTS = {
    "type": "FeatureCollection",
    "features": [
        feature(point(46, 34), title="The march", date="1988-07-24", type="battle", who="Red"),
        feature(point(47, 34), title="The siege", date="1988-07-26", type="siege", who="Red"),
        feature(None, title="A council", date="1988-07-27", type="council"),
    ],
}
GEOJSON_GROUND = {
    "type": "FeatureCollection",
    "features": [
        feature(point(46.4, 34.2), name="Spring"),
        feature({"type": "LineString", "coordinates": [[46, 34], [47, 34.2]]}, name="Track"),
        feature({"type": "Polygon", "coordinates": [[[46, 34], [47, 34], [47, 35], [46, 34]]]},
                name="Wood"),
        feature({"type": "Point", "coordinates": [460, 34]}, name="Nowhere"),
    ],
}  # fmt: skip
LINKED_PLACES = {
    "type": "FeatureCollection",
    "@context": "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld",
    "features": [
        {
            "@id": "http://example.org/alder", "type": "Feature",
            "properties": {"title": "Alder", "ccodes": ["XX"]},
            "names": [{"toponym": "Alder"}, {"toponym": "Aldra", "lang": "la"}],
            "types": [{"identifier": "aat:300008347", "label": "inhabited place"}],
            "when": {"timespans": [{"start": {"in": "1900"}}]},
            "geometry": {"type": "GeometryCollection", "geometries": [
                {"type": "Point", "coordinates": [46.0, 34.0], "certainty": "certain"}]},
            "descriptions": [{"value": "A town by the river."}],
        },
        {"@id": "http://example.org/lost", "type": "Feature",
         "properties": {"title": "The lost fort"}, "types": [{"label": "fort"}], "names": []},
        {"@id": "http://example.org/none", "type": "Feature", "properties": {}},
    ],
}  # fmt: skip
STORYMAP = {
    "storymap": {
        "slides": [
            {"type": "overview", "text": {"headline": "A story", "text": ""}},
            {"date": "July 25, 1988", "location": {"name": "Alder", "lat": 34.0, "lon": 46.0},
             "text": {"headline": "The clash", "text": "<p>They fought.</p>"}},
            {"date": "", "location": {"name": "Far hill", "lat": 34.3, "lon": 46.6},
             "text": {"headline": "The hill", "text": ""}},
        ]
    }
}  # fmt: skip
TIMELINE_JSON = {
    "title": {"text": {"headline": "A story"}},
    "events": [
        {"start_date": {"year": "1988", "month": "7", "day": "25", "hour": "6", "minute": "30"},
         "text": {"headline": "The clash", "text": "They fought."}},
        {"start_date": {"year": "1988"}, "text": {"headline": "A year"}},
    ],
}  # fmt: skip


def scenario(units: int = 100) -> dict[str, Any]:
    """A scenario of ORBAT Mapper: units that go, stand, wait, jump and leave the map."""
    chance = np.random.default_rng(16)
    start = datetime(1988, 7, 22, 6, 0)

    def place() -> list[float]:
        return [round(46 + float(chance.random()), 6), round(34 + float(chance.random()), 6)]

    def unit(number: int) -> dict[str, Any]:
        at = before = start + timedelta(minutes=int(chance.integers(0, 600)))
        states = []
        for step in range(int(chance.integers(2, 7))):
            state: dict[str, Any] = {
                "id": f"s{number}-{step}",
                "t": f"{at:%Y-%m-%dT%H:%M:00}+03:30",
            }
            state["location"] = place()
            if step and chance.random() < 0.4:
                state["via"] = [place() for _ in range(int(chance.integers(1, 4)))]
            if step and chance.random() < 0.2:
                waits = timedelta(hours=int(chance.integers(1, 4)))
                state["viaStartTime"] = f"{before + waits:%Y-%m-%dT%H:%M:00}+03:30"
            if step and chance.random() < 0.1:
                state["interpolate"] = False
            states.append(state)
            before = at
            at += timedelta(hours=int(chance.integers(6, 30)))
        if chance.random() < 0.1:
            states.append({"id": f"end{number}", "t": f"{at:%Y-%m-%dT%H:%M:00}+03:30",
                           "location": None})  # fmt: skip
        return {"id": f"u{number}", "name": f"Unit {number}", "shortName": f"U{number}",
                "sidc": "10031000151211000000", "state": states, "subUnits": []}  # fmt: skip

    made = [unit(number) for number in range(units)]
    made[0]["subUnits"] = [{"id": "depot", "name": "Depot", "sidc": "10031000151211000000"}]
    half = units // 2
    return {
        "id": "s", "type": "ORBAT-mapper", "version": "3.3.0", "name": "An exercise",
        "startTime": "1988-07-22T06:00:00+03:30", "timeZone": "Asia/Tehran",
        "sides": [
            {"id": "a", "name": "Red", "standardIdentity": "6",
             "groups": [{"id": "g", "name": "All", "subUnits": made[:half]}]},
            {"id": "b", "name": "Green", "standardIdentity": "3", "groups": [],
             "subUnits": made[half:]},
        ],
        "events": [{"id": "e", "title": "It begins", "startTime": "1988-07-22T06:00:00+03:30",
                    "where": {"type": "units", "units": ["u1"]}}],
        "layerStack": [{"id": "l", "name": "Drawings", "items": [{}, {}]}],
    }  # fmt: skip


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """An Excel file of one sheet: texts inline, days as numbers in a format for days."""

    def cell(value: object) -> str:
        if isinstance(value, date):
            return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        if isinstance(value, float | int):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packed}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{kinds}"><sheets>'
        '<sheet name="Events" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packed}/relationships">'
        f'<Relationship Id="r1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kinds}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {space}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{body}</sheetData></worksheet>",
    }
    return zipped(parts)


def ods(rows: Sequence[Sequence[object]]) -> bytes:
    """An ODS file of one sheet, as LibreOffice writes it."""
    names = {
        one: f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"
        for one in ("office", "table", "text")
    }

    def cell(value: object) -> str:
        if isinstance(value, date):
            held = f'office:value-type="date" office:date-value="{value}"'
        elif isinstance(value, float | int):
            held = f'office:value-type="float" office:value="{value}"'
        else:
            held = 'office:value-type="string"'
        return f"<table:table-cell {held}><text:p>{value}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{name}="{urn}"' for name, urn in names.items())
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return zipped({
        "mimetype": kind,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>",
        "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Events">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def as_json(value: object) -> bytes:
    """A value as the bytes of a JSON file."""
    return json.dumps(value).encode()
