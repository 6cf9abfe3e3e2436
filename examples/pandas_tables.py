"""The tables of `newsbot export tables/ --tables csv` in pandas: figures by county, of reports whose place is likely right."""

import sys
from pathlib import Path

import pandas as pd

SURE = 0.9


def by_county(folder: Path) -> pd.DataFrame:
    """Return how many figures the reports of each county state."""
    reports = pd.read_csv(folder / "reports.csv", dtype={"place_code": "string"})
    figures = pd.read_csv(folder / "figures.csv")
    known = reports[reports["confidence_place"].fillna(1) >= SURE]
    joined = figures.merge(known[["report", "city", "county"]], on="report")
    return joined.groupby(["city", "county"], dropna=False).size().reset_index(name="figures")


if __name__ == "__main__":
    print(by_county(Path(sys.argv[1])).to_string(index=False))
