"""All tables of a campaign for pandas, and for GeoPandas where it is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pandas as pd

from mapping.format.campaign import Campaign
from mapping.format.dates import Moment
from mapping.format.gregorian import Day
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES


def tables(campaign: Campaign) -> dict[str, pd.DataFrame]:
    """Every table by its name, a row for each of its rows, a column for each of its columns.

    Moments and days are texts, as dates of pandas hold no year before 1677; lists are tuples, and
    what is empty is None. `places` is a GeoDataFrame of points (EPSG:4326) where GeoPandas is
    installed.
    """
    frames = {
        name: pd.DataFrame(
            [[_plain(getattr(row, attribute)) for attribute, _ in columns_of(record).values()]
             for row in campaign.rows_of(name)],
            columns=list(columns_of(record)), dtype=object,
        )
        for name, record in TABLES.items()
    }  # fmt: skip
    if find_spec("geopandas"):
        frames["places"] = _with_points(frames["places"])
    return frames


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, Day):
        return str(value)
    return None if value == "" else value


def _with_points(places: pd.DataFrame) -> pd.DataFrame:
    import geopandas

    points = geopandas.points_from_xy(places["lon"].astype(float), places["lat"].astype(float))
    frame: pd.DataFrame = geopandas.GeoDataFrame(places, geometry=points, crs="EPSG:4326")
    return frame
