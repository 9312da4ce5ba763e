"""Page -> casualty figures: who was killed, wounded or both, how many, of which group (codebook, section 4).

A figure is found from its harm word: a noun (`the killing of 3`), a verb (`3 were killed`), or a person word that counts
by itself (`3 dead`). Subsets (`among them a child`) are never figures of their own.
"""

from __future__ import annotations

from waqai.absences import absence, nobody
from waqai.chains import chain_at
from waqai.figures import PERSONS, Figure, joint_figures, person_figures, quantity_before, slot_of, zero
from waqai.harms import ACTS, NOMINAL, noun_figures, verb_figures
from waqai.language.lexicon import Hit
from waqai.mentions import FIGURES, Page
from waqai.qualifiers import STOPS, group_of, past_mark, qualifier, readings, subset, subset_group
from waqai.records import Group

_GOVERNORS = (
    "result",
    "number.to",
    "number.of",
    "say.prep",
    "time.ago",
    "prep.",
    "light",
    "link.",
    "irrealis",
)
_UNREAL = frozenset(
    {"threat", "plan", "future", "possible", "prevent", "call", "attempt", "able", "aim", "court"}
)

_MANY = 2  # a list of fewer is no list
_BACK = 25  # tokens before a harm word within which those that `of them` means were named
_HARMED = ("harm.kill", "harm.injure", "harm.joint", "harm.none")


def find_counts(page: Page) -> None:
    """Fill `page.counts`, in order of their anchors; each stretch of text gives one figure a slot."""
    found: list[Figure] = []
    ends: set[int] = set()
    for position in page.marked(FIGURES):
        hit = _reading(page, position, ends)
        if hit is not None and not _unreal(page, position):
            found.extend(f for f in _told(page, hit, ends) if not _subset(page, f))
    page.counts = _bounded(_inherited(page, _distinct(found)))


def _told(page: Page, hit: Hit, ends: set[int]) -> list[Figure]:
    """The figures of one harm word."""
    label = hit.entry.label
    gone = nobody(page, hit) if hit.form.tense else absence(page, hit)
    if gone is not None and label != "harm.none":
        return zero(page, gone.first, hit.last, hit.first) if gone.known else []
    if label.endswith(".person"):
        return person_figures(page, hit)
    if label == "harm.joint":
        return joint_figures(page, hit)
    if label == "harm.none":
        unsaid = "survived" in hit.entry.value or "unknown" in hit.entry.value
        return [] if unsaid else zero(page, hit.first, hit.last, hit.first)
    if hit.form.tense:
        return verb_figures(page, hit, ends)
    return noun_figures(page, hit)


def _unreal(page: Page, position: int) -> bool:
    """A word of threat, plan, attempt or the like governs the harm: it stands just before."""
    for place in range(max(page.sentence(position).first, position - 3), position):
        hit = page.hit(place, "irrealis")
        if hit and hit.entry.value.get("type") in _UNREAL and "ambiguous" not in hit.entry.value:
            return True
    return False


def _reading(page: Page, position: int, ends: set[int]) -> Hit | None:
    """What a harm word is here: a noun that also reads as a verb is a noun only where something governs it."""
    found = [h for h in readings(page, position) if h.entry.label.startswith(_HARMED)]
    if not found or position in ends:
        return None
    if position and _numbered(page, position - 1):
        person = _hidden_person(page, position)
        if person:
            return person
    longest = max(h.last for h in found)
    if longest - position > 1:
        found = [h for h in found if h.last == longest or h.entry.label.endswith(".person")]
    least = min(h.cost for h in found)
    found.sort(
        key=lambda h: (h.form.tense == "present", h.entry.value.get("subject") == "agent"), reverse=True
    )
    kinds = {h.entry.label.rsplit(".", 1)[1]: h for h in found if h.cost == least}
    if "none" in kinds or "joint" in kinds:
        return kinds.get("none") or kinds["joint"]
    if "idiom" in kinds:
        return kinds["idiom"]
    if "person" in kinds:
        noun, person = kinds.get("noun"), kinds["person"]
        if noun is None or noun.entry.text != person.entry.text or quantity_before(page, person)[1]:
            return person
    if "noun" in kinds and "verb" in kinds:
        governed = position > 0 and page.has(position - 1, *_GOVERNORS)
        return kinds["noun"] if governed or kinds["noun"].flags & NOMINAL else kinds["verb"]
    return kinds.get("noun") or kinds.get("verb")


def _numbered(page: Page, position: int) -> bool:
    """Whether a number ends at a token."""
    return page.tokens.words[position].isdigit() or page.hit(position, "number") is not None


def _hidden_person(page: Page, position: int) -> Hit | None:
    """The dead or wounded that a number counts, though a longer entry begins with the same word."""
    if not any(hit.last - hit.first > 1 for hit in page.at[position]):
        return None
    known = page.pack.lexicon.known(page.tokens.words[position]).single
    hits = (Hit(position, position + 1, *row) for row in known)
    return next((hit for hit in hits if hit.entry.label in PERSONS and not hit.flags), None)


def _subset(page: Page, figure: Figure) -> bool:
    """Whether `among them` governs the figure: it stands before it in the clause, with only people between.

    `22 dead, among them a soldier, and 124 wounded`: the wounded are none of the dead.
    """
    for position in range(figure.first - 1, max(-1, figure.first - 10), -1):
        if page.tokens.words[position] in STOPS:
            return False
        if page.has(position, *ACTS, "result", "act."):
            return False
        if page.has(position, "number.plus"):
            return False
        if page.has(position, "number.subset"):
            if _other_slot(page, position, figure):
                return False
            return figure.rule in ("person", "verb", "noun") and figure.anchor >= position
    return False


def _other_slot(page: Page, position: int, figure: Figure) -> bool:
    """Whether the wounded follow the dead that `among them` is of, or the dead the wounded."""
    if figure.rule != "person" or figure.low is None:
        return False
    start = max(page.sentence(position).first, position - 6)
    before = [h for p in range(start, position) if (h := page.hit(p, *PERSONS, *ACTS))]
    return bool(before) and slot_of(before[-1].entry.label) != figure.slot


def _distinct(figures: list[Figure]) -> list[Figure]:
    """One figure a slot for each stretch of words; the one whose words say more wins."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=lambda f: (f.first, -(f.last - f.first))):
        clash = next(
            (k for k in kept if k.slot == figure.slot and k.first < figure.last and figure.first < k.last),
            None,
        )
        if clash is None:
            kept.append(figure)
        elif clash.low is None and figure.low is not None:
            kept[kept.index(clash)] = figure
    return kept


def _inherited(page: Page, found: list[Figure]) -> list[Figure]:
    """`3 soldiers were killed and 5 others wounded`: the others are soldiers; `3, among them a child`: civilians."""
    out: list[Figure] = []
    for one in found:
        if one.group == "unspecified" and one.rule != "none":
            group = _qualified(page, one)
            before = out[-1] if out else None
            among = _mixed(page, one)
            if group:
                one = one._replace(group=group)
            elif before and _follows(page, before, one) and among in (None, before.group):
                one = one._replace(group=before.group)
        out.append(one)
    return out


def _qualified(page: Page, one: Figure) -> Group | None:
    """The group that the words after a figure give it; `among them` where it names most of them."""
    if _points_back(page, one):
        return _back(page, one)
    if one.last >= len(page.at):
        return None
    among = subset(page, one.last)
    if among is None:
        return qualifier(page, one.last) or _listed(page, one)
    group = subset_group(page, among)
    if (one.low is None and one.high is None) or "all" in among.entry.value:
        return group
    return group if _named(page, among.last) * 2 > (one.low or one.high or 0) else None


def _mixed(page: Page, one: Figure) -> Group | None:
    """The group of some of many, whom `among them` names."""
    among = subset(page, one.last) if one.last < len(page.at) else None
    return subset_group(page, among) if among and one.low is not None else None


def _named(page: Page, position: int) -> int:
    """How many people of one group a list names: `three women and two children`."""
    chain = chain_at(page, position) if position < len(page.at) else []
    return chain[0].low or 0 if len(chain) == 1 and chain[0].group != "unspecified" else 0


def _listed(page: Page, one: Figure) -> Group | None:
    """The group of a list behind a comma that sums up to the figure: `13 others, nine children and four women`."""
    position = past_mark(page, one.last)
    if position == one.last or position >= len(page.at) or not one.low or one.low < _MANY:
        return None
    chain = chain_at(page, position)
    whole = len(chain) == 1 and chain[0].low == one.low and chain[0].added
    return chain[0].group if whole and chain[0].group != "unspecified" else None


def _points_back(page: Page, one: Figure) -> bool:
    """Whether a figure is of people named before: `six of them`, `some of its members`, `two of his companions`."""
    for position in range(one.first, min(one.last + 1, len(page.at))):
        hit = page.hit(position, "number.subset")
        if hit and "them" in hit.entry.value and not _has_noun(page, one):
            return True
        hit = page.hit(position, "person") if position < one.last else None
        if hit and "pron" in hit.flags and hit.entry.value.get("sub") in (None, "companion"):
            return group_of(hit) == "unspecified"
    return False


def _back(page: Page, one: Figure) -> Group | None:
    """The group of the people named last before the harm word, whom `of them` means."""
    start = page.sentence(one.anchor).first
    for position in range(min(one.anchor, one.first) - 1, max(start, one.anchor - _BACK) - 1, -1):
        hit = page.hit(position, "person", "force", "actor")
        if hit and "ambiguous" not in hit.entry.value and (group := group_of(hit)) != "unspecified":
            return group
    return None


def _follows(page: Page, before: Figure, one: Figure) -> bool:
    """A figure without a noun of its own, in the sentence of the one before."""
    same = page.sentence_of[before.first] == page.sentence_of[one.first]
    return same and one.rule in ("noun", "verb") and not _has_noun(page, one)


def _has_noun(page: Page, one: Figure) -> bool:
    return any(page.has(p, "person", "force", "nationality") for p in range(one.first, one.last))


def _bounded(figures: list[Figure]) -> list[Figure]:
    """`at least three` anywhere makes an exact three of the same toll a lower bound (codebook 7.16)."""
    least = {(f.slot, f.low) for f in figures if f.high is None and f.low is not None}
    return [f._replace(high=None) if f.low == f.high and (f.slot, f.low) in least else f for f in figures]
