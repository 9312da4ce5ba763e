"""Page -> casualty figures: who was killed, wounded or both, how many, of which group (codebook, section 4).

A figure is found from its harm word: a noun (`the killing of 3`), a verb (`3 were killed`), or a person word that counts
by itself (`3 dead`). Subsets (`among them a child`) are never figures of their own.
"""

from __future__ import annotations

from waqai.figures import Figure, joint_figures, person_figures, quantity_before, zero
from waqai.harms import ACTS, NOMINAL, noun_figures, verb_figures
from waqai.language.lexicon import Hit
from waqai.mentions import FIGURES, Page
from waqai.qualifiers import STOPS, qualifier, readings

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
    if label.endswith(".person"):
        return person_figures(page, hit)
    if label == "harm.joint":
        return joint_figures(page, hit)
    if label == "harm.none":
        survived = hit.entry.value.get("survived") == "yes"
        return [] if survived else zero(page, hit.first, hit.last, hit.first)
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
    found = [h for h in readings(page, position) if h.entry.label.startswith("harm.")]
    if not found or position in ends:
        return None
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


def _subset(page: Page, figure: Figure) -> bool:
    """Whether `among them` governs the figure: it stands before it in the clause, with only people between."""
    for position in range(figure.first - 1, max(-1, figure.first - 10), -1):
        if page.tokens.words[position] in STOPS:
            return False
        if page.has(position, *ACTS, "result", "act."):
            return False
        if page.has(position, "number.subset"):
            return figure.rule in ("person", "verb", "noun") and figure.anchor >= position
    return False


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
            group = qualifier(page, one.last) if one.last < len(page.at) else None
            before = out[-1] if out else None
            if group:
                one = one._replace(group=group)
            elif before and _follows(page, before, one):
                one = one._replace(group=before.group)
        out.append(one)
    return out


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
