"""A small campaign of a year before 1: Pharsalus, 48 BC, in the days of the Julian calendar."""

from __future__ import annotations

from pathlib import Path

HEAD = """\
format = 1
id = "pharsalus"
title = "Pharsalus, 48 BC"
subtitle = "Caesar and Pompey in Thessaly"
summary = "Two Roman armies march through Thessaly and meet at Pharsalus."
first_day = "-0047-07-30"
last_day = "-0047-08-10"
days_in = "julian"
calendars = ["julian"]
licence = "CC0"

[[sides]]
id = "caesar"
name = "Caesar"
colour = "#b23a0c"

[[sides]]
id = "pompey"
name = "Pompey"
colour = "#174079"

[[accounts]]
id = "histories"
title = "As the general histories have it"
"""
TABLES = {
    "sources": """\
source_id,kind,title,seen
civil-war,book,"Caesar, The Civil War, book 3",part
""",
    "places": """\
place_id,name,native_name,kind,lat,lon,radius_km,certainty,found_by
gomphi,Gomphi,,town,39.460,21.680,3,less-certain,atlas
metropolis,Metropolis,,town,39.340,21.840,3,less-certain,atlas
larisa,Larisa,,town,39.640,22.420,2,certain,atlas
pharsalus,Pharsalus,,town,39.300,22.380,5,less-certain,atlas
""",
    "forces": """\
force_id,side_id,name,kind
legions,caesar,Caesar's legions,army
senate,pompey,Pompey's army,army
""",
    "movements": """\
movement_id,force_id,kind,mode,departs,arrives,stays_until,certainty,title
to-town,legions,advance,actual,-0047-07-31,-0047-08-01,,less-certain,Caesar goes on
to-plain,legions,advance,actual,[-0047-08-02..-0047-08-04],-0047-08-05~,-0047-08-10,certain,Camp
from-larisa,senate,advance,actual,[..-0047-08-05],-0047-08-06~,-0047-08-09,certain,Pompey comes
""",
    "waypoints": """\
movement_id,order,place_id
to-town,1,gomphi
to-town,2,metropolis
to-plain,1,metropolis
to-plain,2,pharsalus
from-larisa,1,larisa
from-larisa,2,pharsalus
""",
    "events": """\
event_id,kind,starts,place_ids,by_force_ids,against_force_ids,certainty,title
gomphi-falls,capture,-0047-07-30,gomphi,legions,,less-certain,Gomphi is taken in an afternoon
the-battle,battle,-0047-08-09T09:00,pharsalus,legions,senate,less-certain,The battle
camp,zone,-0047-08-07,pharsalus,senate,,less-certain,The camps face each other
flight,withdrawal,"[-0047-08-09,-0047-08-10]",larisa,senate,,uncertain,Pompey flees
""",
    "days": """\
day,headline,text
-0047-08-09,The battle,The armies meet in the plain of Pharsalus.
""",
    "series": """\
series_id,order,label,day,place_id,value,unit,source_id
men,1,Men of Caesar,-0047-08-09,pharsalus,22000,people,civil-war
""",
    "evidence": """\
table,row_id,source_id,locator,stance
movements,to-town,civil-war,3.81,supports
movements,to-plain,civil-war,3.81,supports
movements,from-larisa,civil-war,3.82,supports
events,gomphi-falls,civil-war,3.80,supports
events,the-battle,civil-war,3.88,supports
events,camp,civil-war,3.84,supports
events,flight,civil-war,3.96,supports
days,-0047-08-09,civil-war,3.88,supports
""",
}


def write_pharsalus(folder: Path) -> Path:
    """The campaign's folder, made in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "campaign.toml").write_text(HEAD, encoding="utf-8")
    for name, table in TABLES.items():
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    return folder
