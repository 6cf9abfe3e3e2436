"""Write newsbot/data/readings.tsv: the reading that mirrors print after each Traditional character.

    pip install pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
    python scripts/build_readings.py

The tool that damages mirrors writes one fixed reading after a character, whatever the context: the first reading of
pypinyin's table of single characters (941 of 942 annotations on 72 real pages agree, the last one is another reading of the same
character). It only does so after characters whose simplified form differs. Neither package is needed at run time for this table.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

OUT = Path(__file__).parent.parent / "newsbot" / "data" / "readings.tsv"
EXTRA = "著"  # the tool writes 著 for 着, which is no Traditional form in OpenCC's table


def main() -> None:
    """Build the table from the two installed packages and write it."""
    spec = find_spec("opencc")
    assert spec is not None
    assert spec.submodule_search_locations
    table = Path(spec.submodule_search_locations[0]) / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    characters = {old for old, new in pairs if new.split(" ")[0] != old} | set(EXTRA)
    rows = [
        f"{character}\t{pinyin_dict[ord(character)].replace(',', ' ')}"
        for character in sorted(characters)
        if "\u4e00" <= character <= "\u9fff" and ord(character) in pinyin_dict
    ]
    head = (
        f"# origin: readings of pypinyin {version('pypinyin')} (MIT) for the characters that OpenCC's TSCharacters.txt"
        f" (opencc-python-reimplemented {version('opencc-python-reimplemented')}, Apache-2.0) changes; licence: MIT and Apache-2.0;"
        " built by scripts/build_readings.py\n# character, then its readings, the one that mirrors print first\n"
    )
    OUT.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} characters in {OUT}")


if __name__ == "__main__":
    main()
