"""Page -> mentions of places, each grounded: its unit and country, and its point where the gazetteer is sure.

A place is a kind word with a name, a name that the gazetteer knows, or an unknown word where only a place can stand. A
chain (`quarter X in the city of Y in the countryside of Z`) is several mentions; each later one holds the one before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from waqai.gazetteer import Choice, Gazetteer, load_gazetteer
from waqai.language.lexicon import Hit
from waqai.mentions import Page

_MARKS = frozenset("\"#_()'")
_MAX_WORDS = 4
_ARTICLE = "\u0627\u0644"
# Labels of words that are no name of a place even where the gazetteer has one of that spelling, unless a cue says so.
_COMMON = (
    "act.", "harm.", "say.", "time.", "number", "person", "force", "weapon", "object", "negation", "irrealis", "link",
    "relative", "prep", "actor", "speaker", "light", "result", "nationality", "hedge", "deny", "discourse", "place.",
)  # fmt: skip


class PlaceMention(NamedTuple):
    """A place at tokens [first, last) with its name at raw [start, end).

    `level` is its kind word's level or its gazetteer kind, `cue` how it was found, `holder` whether the next mention
    holds this one, `held` whether this one holds the one before, `partner` whether it is coordinated with the one before.
    """

    first: int
    last: int
    name: str
    level: str
    cue: str
    lead: str
    choice: Choice
    held_by: bool = False
    holds: bool = False
    partner: bool = False
    start: int = 0
    near: bool = False


class Trie(NamedTuple):
    """Names by first word: the remaining words of each, longest first; `stems` remembers how words were peeled."""

    rest: dict[str, tuple[tuple[str, ...], ...]]
    ambiguous: frozenset[str]
    article: str
    stems: dict[str, tuple[tuple[str, frozenset[str], int], ...]]


@lru_cache(maxsize=2)
def _trie(gazetteer: Gazetteer) -> Trie:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for words in gazetteer.names():
        if len(words) <= _MAX_WORDS:
            rows.setdefault(words[0], []).append(words[1:])
    path = gazetteer.folder / "ambiguous_places.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    ambiguous = frozenset(gazetteer.fold(line.split("#")[0]) for line in lines if line.split("#")[0].strip())
    return Trie(
        {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in rows.items()},
        ambiguous,
        _ARTICLE,
        {},
    )


def find_places(page: Page) -> None:
    """Fill `page.places`, in order, and `page.country`."""
    gazetteer = load_gazetteer()
    trie = _trie(gazetteer)
    found: list[PlaceMention] = []
    position, size = 0, len(page.tokens.words)
    while position < size:
        mention = _mention_at(page, gazetteer, trie, position)
        if mention is None:
            position += 1
            continue
        found.append(mention)
        position = mention.last
        plural = page.hit(mention.first, "place.kind")
        while plural and plural.form.number in ("p", "d"):
            more = _listed(page, gazetteer, trie, mention)
            if more is None:
                break
            mention = more
            found.append(more)
            position = more.last
    found = _chained(page, found)
    page.country = _country(page, gazetteer, found)
    page.places = _grounded(page, gazetteer, found)


def _mention_at(page: Page, gazetteer: Gazetteer, trie: Trie, position: int) -> PlaceMention | None:
    hits = page.at[position]
    for hit in hits:
        label = hit.entry.label
        if (
            label in ("place.kind", "place.countryside", "place.direction")
            and not hit.form.tense
            and "pron" not in hit.flags
        ):
            return _kinded(page, gazetteer, trie, hit) or _bare(page, gazetteer, trie, position)
        if label == "country" and not hit.flags & {"pron"}:
            return _mention(
                page, hit.first, hit.last, hit.first, "country", "country", "", len(_prefix(page, hit))
            )
    return _bare(page, gazetteer, trie, position)


def _prefix(page: Page, hit: Hit) -> str:
    word = page.tokens.words[hit.first]
    return (
        word[: len(word) - len(hit.form.text)]
        if hit.flags - {"the"} and not word.startswith(hit.form.text)
        else ""
    )


def _kinded(page: Page, gazetteer: Gazetteer, trie: Trie, hit: Hit) -> PlaceMention | None:
    """A kind word (or several) and the name after it."""
    level = hit.entry.value.get("level", "region" if hit.entry.label == "place.direction" else "")
    last, words = hit.last, page.tokens.words
    lead = hit.entry.label
    whole = _whole(page, gazetteer, trie, hit)
    if whole:
        return whole
    while last < len(words):
        more = page.hit(last, "place.kind", "place.countryside", "place.direction")
        if (
            words[last] in _MARKS
            or words[last] == "-"
            or (page.has(last, "nationality") and "the" in hit.flags and not page.has(last, "country"))
        ):
            last += 1
        elif more and level in _SETTLED and page.has(last, "name.starter"):
            break
        elif more and "the" in more.flags and more.entry.label == "place.kind":
            if more.form.number == "d" or _known(page, gazetteer, trie, last, words[last]):
                break
            return None
        elif (
            more
            and "and" not in more.flags
            and last - hit.first < 5
            and not ("the" in more.flags and more.entry.label == "place.direction")
        ):
            if page.hit(more.first, "place.kind"):
                level = (
                    more.entry.value.get("level", level)
                    if lead != "place.kind" or hit.entry.value.get("level") == "region"
                    else level
                )
            last = more.last
        else:
            break
    if last >= len(words):
        return None
    country = page.hit(last, "country")
    if country:
        return _mention(
            page,
            hit.first,
            country.last,
            hit.first if lead == "place.direction" else last,
            "region",
            "kind",
            lead,
            0,
        )
    length = _known(page, gazetteer, trie, last, words[last])
    if not length and lead == "place.direction":
        return None
    if not length and _nameless(page, hit, last):
        return None
    cue = "kind" if length else "kind_unknown"
    length = length or _unknown_length(page, last)
    if not length:
        return None
    end = _with_direction(page, last + length)
    return _mention(page, hit.first, end, last, level, cue, lead, 0, name_last=last + length)


def _whole(page: Page, gazetteer: Gazetteer, trie: Trie, hit: Hit) -> PlaceMention | None:
    """A name that begins with a kind word itself (a tell, a mountain, a bridge) and that the gazetteer knows as a whole."""
    if (
        hit.last - hit.first > 1
        or hit.entry.label == "place.countryside"
        or hit.entry.value.get("level") in ("admin1", "region")
    ):
        return None
    length = _known(page, gazetteer, trie, hit.first, hit.form.text)
    if length < 2:
        return None
    skip = len(page.tokens.words[hit.first]) - len(hit.form.text)
    return _mention(
        page, hit.first, hit.first + length, hit.first, hit.entry.value.get("level", ""), "whole", "", skip
    )


def _listed(page: Page, gazetteer: Gazetteer, trie: Trie, before: PlaceMention) -> PlaceMention | None:
    """The next name of a list (`the villages of A, B and C`): after a comma or with `and`, known or unknown to the gazetteer."""
    position, words = before.last, page.tokens.words
    comma = position < len(words) and words[position] in (",", "\u060c", "-", "\u2013")
    position += comma
    if (
        position >= len(words)
        or page.sentence_of[position] != page.sentence_of[before.first]
        or not words[position][0].isalpha()
    ):
        return None
    joint = next(
        (
            p
            for p, flags in page.pack.morphology.prefixes
            if flags == {"and"} and words[position].startswith(p)
        ),
        "",
    )
    stem = words[position][len(joint) :]
    if (not comma and not joint) or len(stem) < 3:
        return None
    length = _known(page, gazetteer, trie, position, stem) or _unknown_length(page, position)
    if page.has(position, *_NEVER) and not page.has(position, "name.starter"):
        return None
    if any(
        label.startswith(_COMMON) and label != "place.kind" for label in page.labels[position]
    ) and not page.has(position, "name.starter"):
        after = position + length
        closed = after < len(words) and (
            words[after] in (",", "\u060c", ")") or "and" in _first_flags(page, after)
        )
        if not (closed and comma) or page.has(
            position, "act.", "harm.", "force", "actor", "place.direction", "say.", "weapon"
        ):
            return None
    mention = _mention(page, position, position + length, position, before.level, "list", "", len(joint))
    return mention


_NEVER = (
    "prep",
    "relative",
    "negation",
    "link",
    "say.prep",
    "place.near",
    "discourse",
    "number.bound",
    "number.vague",
    "time.",
    "result",
    "irrealis",
    "hedge",
)
_SETTLED = ("ppl", "nbhd", "admin1", "admin2", "admin3", "natural")


def _nameless(page: Page, hit: Hit, last: int) -> bool:
    """Whether what follows a kind word is no name.

    A kind word without an article before a word with one is an annexation, so that word is a name; before a word
    without one, only a word that the lexicon does not know is.
    """
    word = page.tokens.words[last]
    if not word[0].isalpha() or len(word) < 2 or "the" in hit.flags:
        return True
    hits = page.at[last]
    flags = hits[0].flags if hits else frozenset[str]()
    article = "the" in flags or word.startswith(_ARTICLE)
    if flags & {"and", "to", "in"} and not article:
        return True
    if article and "and" not in flags:
        return page.has(last, "place.near", "say.verb", "relative", "time.weekday", "discourse")
    if any(h.form.tense for h in hits) or page.has(last, *_NEVER):
        return True
    sure = hit.entry.value.get("proper", "no") == "yes" and hit.entry.value.get("level") in _SETTLED
    if page.tokens.words[last - 1] in _MARKS:
        return False
    if page.has(
        last, "nationality", "force", "object.", "off.", "weapon", "act.", "harm.", "place.direction"
    ):
        return True
    return (
        not sure
        if not page.labels[last]
        else not (
            sure and page.has(last, "person", "number.measure", "name.starter") and hit.form.number == "s"
        )
    )


def _unknown_length(page: Page, position: int) -> int:
    """How many words an unknown name has: one, or two where the second also has the article or follows a name starter."""
    words = page.tokens.words
    following = position + 1
    if (
        following < len(words)
        and words[following][0].isalpha()
        and page.sentence_of[following] == page.sentence_of[position]
    ):
        starter = page.has(position, "name.starter")
        both = words[position].startswith(_ARTICLE) and words[following].startswith(_ARTICLE)
        plain = not page.labels[following]
        if (starter and not page.has(following, *_NEVER)) or (both and plain):
            return 2
        if (
            plain
            and not words[position].startswith(_ARTICLE)
            and (words[following].startswith(_ARTICLE) or page.labels[position])
        ):
            return 2
    return 1


def _with_direction(page: Page, last: int) -> int:
    """Past a direction adjective after a name: the countryside of X *the northern*."""
    hit = page.hit(last, "place.direction") if last < len(page.tokens.words) else None
    if hit and "the" in hit.flags:
        more = page.hit(hit.last, "place.direction") if hit.last < len(page.tokens.words) else None
        return more.last if more and "the" in more.flags else hit.last
    return last


def _known(page: Page, gazetteer: Gazetteer, trie: Trie, position: int, word: str) -> int:
    """How many words from a token on are a name of the gazetteer, its first word given without clitics."""
    words = page.tokens.words
    for first in _articles(trie, word):
        for rest in trie.rest.get(first, ()):
            end = position + 1
            for part in rest:
                while end < len(words) and words[end] in "_":
                    end += 1
                if end >= len(words) or (words[end] != part and words[end] not in _articles(trie, part)):
                    break
                end += 1
            else:
                return end - position
    return 0


def _articles(trie: Trie, word: str) -> tuple[str, ...]:
    if word.startswith(trie.article) and len(word) > 4:
        return word, word[2:]
    return word, trie.article + word


def _bare(page: Page, gazetteer: Gazetteer, trie: Trie, position: int) -> PlaceMention | None:
    """A name without a kind word: known to the gazetteer, or unknown right after a preposition of place."""
    word = page.tokens.words[position]
    if not word[0].isalpha() or len(word) < 2:
        return None
    tagged = position > 0 and page.tokens.words[position - 1] in "#_"
    after = position > 0 and page.has(position - 1, "prep.in", "place.near", "place.direction", "place.kind")
    common = any(label.startswith(_COMMON) for label in page.labels[position])
    for stem, flags, skip in _stems(page, trie, word):
        length = _known(page, gazetteer, trie, position, stem)
        if not length:
            continue
        cue = "tag" if tagged else "in" if after or "in" in flags else "bare"
        name = " ".join([stem, *page.tokens.words[position + 1 : position + length]])
        doubtful = length == 1 and (
            common or name in trie.ambiguous or name.removeprefix(trie.article) in trie.ambiguous
        )
        if doubtful and (cue != "in" or common) and not (tagged and not common):
            continue
        if skip and common and length == 1:
            continue
        end = _with_direction(page, position + length)
        return _mention(page, position, end, position, "", cue, "", skip, name_last=position + length)
    if (
        not common
        and not page.labels[position]
        and after
        and len(word) > 2
        and page.has(position - 1, "prep.in", "place.near", "place.direction")
    ):
        return _mention(page, position, position + 1, position, "", "unknown", "", 0)
    return None


def _stems(page: Page, trie: Trie, word: str) -> tuple[tuple[str, frozenset[str], int], ...]:
    """The ways to take proclitics off a word that leave the first word of a name, with the letters taken; remembered."""
    found = trie.stems.get(word)
    if found is None:
        found = tuple(_peeled(page, trie, word))
        if len(trie.stems) > 200_000:
            trie.stems.clear()
        trie.stems[word] = found
    return found


def _peeled(page: Page, trie: Trie, word: str) -> Iterator[tuple[str, frozenset[str], int]]:
    for prefix, flags in page.pack.morphology.prefixes:
        if not word.startswith(prefix) or len(word) - len(prefix) < 3 or flags & {"the", "will", "like"}:
            continue
        stem = word[len(prefix) :]
        if "to" in flags and stem.startswith(trie.article[1:]):
            stem = trie.article[0] + stem
        if any(first in trie.rest for first in _articles(trie, stem)):
            yield stem, flags, len(prefix)


def _mention(
    page: Page,
    first: int,
    last: int,
    name_first: int,
    level: str,
    cue: str,
    lead: str,
    skip: int,
    name_last: int = 0,
) -> PlaceMention:
    """The mention, its name as the text writes it without clitics of `skip` letters."""
    tokens = page.tokens
    start = tokens.normal.raw(tokens.starts[name_first] + skip, tokens.ends[name_first])[0]
    end = tokens.raw(name_first, name_last or last)[1]
    return PlaceMention(
        first,
        last,
        page.document.text[start:end],
        level,
        cue,
        lead,
        Choice(None, None, None, ""),
        start=start,
        near=page.has(first - 1, "place.near", "place.direction") or lead == "place.direction",
    )


def _chained(page: Page, found: list[PlaceMention]) -> list[PlaceMention]:
    """Mark neighbours: with only a preposition, comma or bracket between, the later holds the earlier; `and` makes partners."""
    out = list(found)
    for number in range(1, len(out)):
        one, two = out[number - 1], out[number]
        gap = range(one.last, two.first)
        if len(gap) > 2 or page.sentence_of[one.first] != page.sentence_of[two.first]:
            continue
        words = [page.tokens.words[p] for p in gap]
        flags = _clitics(page, two)
        if (
            two.cue == "list"
            or "and" in flags
            or (words and words[-1] in (",", "\u060c") and two.cue != "in" and not two.lead)
        ):
            out[number] = two._replace(partner=True)
        elif all(
            w in (",", "\u060c", "(", '"', ")", "-", "#", "_", "/", "\u2013")
            or page.has(p, "prep.in", "prep.from", "place.near", "place.direction", "link.of")
            for p, w in zip(gap, words, strict=True)
        ):
            out[number - 1] = out[number - 1]._replace(held_by=True)
            out[number] = two._replace(holds=True)
    return out


def _first_flags(page: Page, position: int) -> frozenset[str]:
    return page.at[position][0].flags if page.at[position] else frozenset()


def _clitics(page: Page, mention: PlaceMention) -> frozenset[str]:
    word = page.tokens.words[mention.first]
    if page.at[mention.first]:
        return page.at[mention.first][0].flags
    name = page.pack.folding.fold(mention.name).split()
    head = word[: len(word) - len(name[0])] if name and word.endswith(name[0]) else ""
    return next((flags for prefix, flags in page.pack.morphology.prefixes if prefix == head), frozenset())


def _country(page: Page, gazetteer: Gazetteer, found: list[PlaceMention]) -> str | None:
    """The country that names of countries, nationalities and unequivocal places point to most."""
    votes: Counter[str] = Counter()
    for hit in page.hits("country", "nationality"):
        if hit.entry.value.get("iso"):
            votes[hit.entry.value["iso"]] += 2 if hit.entry.label == "country" else 1
    for mention in found:
        if mention.level == "country":
            continue
        countries = _countries(gazetteer, mention.name)
        if len(countries) == 1:
            votes[next(iter(countries))] += 3
    return votes.most_common(1)[0][0] if votes else None


@lru_cache(maxsize=50_000)
def _countries(gazetteer: Gazetteer, name: str) -> frozenset[str]:
    return frozenset(p.country for p in gazetteer.candidates(name))


@lru_cache(maxsize=50_000)
def _choose(
    gazetteer: Gazetteer, name: str, admin1: str | None, country: str | None, kind: str | None
) -> Choice:
    return gazetteer.choose(name, admin1, country, kind)


def _grounded(page: Page, gazetteer: Gazetteer, found: list[PlaceMention]) -> list[PlaceMention]:
    """Ground from the holder inwards: what a chain's outer names settle, its inner ones must not contradict."""
    out = list(found)
    for number in range(len(out) - 1, -1, -1):
        mention = out[number]
        country = page.hit(mention.first, "country") or (
            page.hit(mention.last - 1, "country") if mention.level == "region" else None
        )
        if country:
            out[number] = mention._replace(
                choice=Choice(None, None, country.entry.value.get("iso"), "lexicon")
            )
            continue
        outer = out[number + 1].choice if mention.held_by and number + 1 < len(out) else None
        hint = outer.admin1 if outer else None
        nation = (outer.country if outer else None) or _sole_country(gazetteer, mention.name) or page.country
        kind = page.tokens.words[mention.first] if mention.cue.startswith("kind") else None
        choice = _choose(gazetteer, mention.name, hint, nation, kind)
        if choice.admin1 is None and outer is not None:
            choice = choice._replace(admin1=outer.admin1, country=outer.country)
        out[number] = mention._replace(choice=choice)
    return _carried(out)


def _sole_country(gazetteer: Gazetteer, name: str) -> str | None:
    countries = _countries(gazetteer, name)
    return next(iter(countries)) if len(countries) == 1 else None


def _carried(found: list[PlaceMention]) -> list[PlaceMention]:
    """A name that was grounded once in a report keeps its ground; one that was not takes the unit named nearest before."""
    known: dict[str, Choice] = {}
    for mention in found:
        if mention.choice.admin1 and mention.name not in known:
            known[mention.name] = mention.choice
    out, last = [], None
    for mention in found:
        choice = mention.choice
        if choice.admin1 is None and mention.level not in ("country", "region"):
            choice = known.get(mention.name) or (
                choice._replace(admin1=last.admin1, country=last.country)
                if last and mention.cue != "bare"
                else choice
            )
        if choice.admin1:
            last = choice
        out.append(mention._replace(choice=choice))
    return out
