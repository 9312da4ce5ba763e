"""Tokens -> whose people are: `of X`, `in the ranks of X`, `loyal to X`, an adjective, `among them children`.

A step is the token after what qualifies, and the group that it gives; None where it gives none.
"""

from __future__ import annotations

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.records import Group

MARKS = frozenset("()\"'[]\u00ab\u00bb\u201c\u201d")
COMMAS = frozenset(",\u060c")
STOPS = frozenset(".!?:;\u061f\u061b\u2026")
_BODIES = ("army", "militia", "police", "security", "group")
_THROUGH = (
    "speaker",
    "link.in",
    "hedge",
    "result",
    "actor",
    "force",
)  # entries of several words that hide a noun for people
_OWNERS = ("force", "actor", "person", "nationality", "ethnic", "sides", "speaker", "country")


def readings(page: Page, position: int) -> tuple[Hit, ...]:
    """The entries that start at a token, with those that a longer entry of another kind hides."""
    if position >= len(page.at):
        return ()
    hits = page.at[position]
    if all(hit.last - hit.first == 1 for hit in hits) and (hits or not page.labels[position]):
        return hits
    if not page.has(position, *_THROUGH):
        return hits
    known = page.pack.lexicon.known(page.tokens.words[position]).single
    return hits + tuple(Hit(position, position + 1, *row) for row in known)


def person_at(page: Page, position: int) -> Hit | None:
    """The noun for people at a token, which may stand inside a longer entry of any kind."""
    known = page.pack.lexicon.known(page.tokens.words[position]).single
    return next((Hit(position, position + 1, *row) for row in known if row[0].label == "person"), None)


def is_of(page: Page, position: int) -> bool:
    """The partitive preposition, which a longer entry may hide."""
    if page.hit(position, "number.of"):
        return True
    known = page.pack.lexicon.known(page.tokens.words[position]).single if page.labels[position] else ()
    return any(row[0].label == "number.of" and not row[2] for row in known)


def group_of(hit: Hit) -> Group:
    """The group of a noun for people or of a body of people."""
    label, value = hit.entry.label, hit.entry.value
    if label in ("force", "actor", "link.in", "ranks", "sides"):
        civil = label in ("force", "actor") and (value.get("id", "").startswith("civilian"))
        return "civilians" if civil else "combatants"
    if value.get("sub") == "kin":
        return "civilians"
    return value.get("group", "unspecified")  # type: ignore[return-value]


def _owner_group(page: Page, position: int) -> Group | None:
    """Whom a body or a noun for people makes its members: fighters of a force, or the group of the noun."""
    hits = readings(page, position)
    person = next((h for h in hits if h.entry.label == "person"), None)
    if person:
        found = group_of(person)
        return found if found != "unspecified" else None
    if any(h.entry.label in ("force", "actor", "sides") for h in hits):
        return "combatants"
    return None


def partitive(page: Page, position: int) -> tuple[int, Group | None] | None:
    """`of X`, where X is people or a body of people."""
    if position + 1 >= len(page.at) or not (is_of(page, position) or page.has(position, "number.joint")):
        return None
    if page.has(position, "number.joint") and not page.has(position + 1, "sides"):
        return None
    if not page.has(position + 1, *_OWNERS):
        return None
    hit = page.hit(position + 1, *_OWNERS)
    return (hit.last if hit else position + 2), _owner_group(page, position + 1)


def ranks(page: Page, position: int) -> tuple[int, Group | None] | None:
    """`in the ranks of X`: civilians if X is, else fighters."""
    hit = page.hit(position, "link.in", "ranks")
    if not hit:
        return None
    for place in range(hit.last, min(hit.last + 2, len(page.at))):
        group = _owner_group(page, place)
        if group:
            return place + 1, group
    return hit.last, "combatants"


def _affiliated(page: Page, hit: Hit) -> tuple[int, Group | None]:
    """`loyal to the army`, `loyal to it`: past the body or the pronoun."""
    last = hit.last
    if last < len(page.at) and (body := page.hit(last, "force", "actor")):
        return body.last, "combatants"
    return last + (last < len(page.at) and len(page.tokens.words[last]) <= 3), None


def further_owner(page: Page, position: int) -> tuple[int, Group | None] | None:
    """`fighters of the army and the police`: a second body after the first."""
    if page.tokens.words[position] in COMMAS:
        return None
    hit = page.hit(position, "force", "actor")
    body = hit and (hit.entry.label == "actor" or hit.entry.value.get("kind") in _BODIES)
    if hit and "and" in hit.flags and ("the" in hit.flags or body):
        return hit.last, None
    return None


def is_verb(page: Page, position: int) -> bool:
    """Whether a word that may be a body of fighters is also a verb of harm: `killers` and `she was killed`."""
    return page.has(position, "harm.kill.verb", "harm.injure.verb")


def agrees(hit: Hit, number: str) -> bool:
    """Whether a noun for people may be an adjective of a noun before it: one man is none of several gunmen."""
    return number != "p" or hit.form.number != "s" or hit.form.gender == "f"


def adjective(
    page: Page, position: int, head: str, low: int | None, number: str
) -> tuple[int, Group | None] | None:
    """An adjective or an owner right after the noun: `Turkish`, `armed`, `of the army`, `of his brother`."""
    hits = readings(page, position)
    if head in ("number", "vague"):
        hits = tuple(h for h in hits if h.entry.label == "number.vague")
    for hit in hits:
        label, value = hit.entry.label, hit.entry.value
        if head == "person" and value.get("sub") == "kin" and hit.flags == {"pron"} and label == "person":
            return hit.last, None
        if "and" in hit.flags or "pron" in hit.flags or "in" in hit.flags or "to" in hit.flags:
            continue
        if label == "number.vague" and value.get("other") == "yes":
            return hit.last, None
        if label in ("nationality", "ethnic", "sides"):
            return hit.last, None
        if label == "link.of":
            return _affiliated(page, hit)
        if hit.form.number == "d" and low != 2:
            continue
        if label in ("force", "actor") and not is_verb(page, position):
            return hit.last, "combatants"
        if label == "person" and value.get("sub") != "kin" and agrees(hit, number):
            group = group_of(hit)
            return hit.last, group if group != "unspecified" else None
    return None


def past_mark(page: Page, position: int) -> int:
    """Past a comma, a bracket or a quotation mark."""
    size = len(page.at)
    marked = position < size and page.tokens.words[position] in COMMAS | MARKS
    return position + marked


def subset(page: Page, position: int) -> Hit | None:
    """`among them` or `most of them` right after a figure."""
    position = past_mark(page, position)
    return page.hit(position, "number.subset") if position < len(page.at) else None


def subset_group(page: Page, hit: Hit) -> Group | None:
    """The group of those named after `among them`."""
    for place in range(hit.last, min(len(page.at), hit.last + 4)):
        if page.tokens.words[place] in STOPS:
            break
        group = _owner_group(page, place)
        if group:
            return group
    return None


def qualifier(page: Page, position: int) -> Group | None:
    """The group that the words after a figure give it: in the ranks of X, of X."""
    size = len(page.at)
    position = past_mark(page, position)
    if position >= size:
        return None
    step = ranks(page, position) or partitive(page, position)
    if step:
        return step[1]
    hit = page.hit(position, "person")
    if hit and not hit.flags & {"and", "pron"}:
        group = group_of(hit)
        return group if group != "unspecified" else None
    return None
