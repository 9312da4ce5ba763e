"""Frame -> what kind of act it tells: the pack's ordered rules and what the model `kind` sees beside them."""

from __future__ import annotations

from typing import Any

from waqai.frames import Frame
from waqai.language.pack import Pack
from waqai.mentions import Page
from waqai.scenes import Scene, open_scene


def verdict(page: Page, seen: Scene) -> tuple[str, str, bool]:
    """The kind that the pack's ordered rules give, the rule's id, and whether it is a weak guess."""
    for rule in _rules(page.pack, seen.head.families[0], seen.means):
        if _holds(rule, seen):
            return rule["kind"], rule["id"], bool(rule.get("weak"))
    return "", "", True


_RULES: dict[tuple[str, str, str], tuple[dict[str, Any], ...]] = {}


def _rules(pack: Pack, head: str, means: str) -> tuple[dict[str, Any], ...]:
    """The pack's rules that may hold for a head and means, in order; remembered."""
    found = _RULES.get((pack.version, head, means))
    if found is None:
        found = _RULES[pack.version, head, means] = tuple(
            rule
            for rule in pack.settings.get("kinds", ())
            if ("head" not in rule or head.startswith(tuple(rule["head"])))
            and ("means" not in rule or means in rule["means"])
        )
    return found


def _holds(rule: dict[str, Any], seen: Scene) -> bool:
    """Whether the conditions of a rule hold beside those on head and means."""
    return not (
        ("acts" in rule and seen.words.isdisjoint(rule["acts"]))
        or ("near" in rule and seen.near.keys().isdisjoint(rule["near"]))
        or ("sentence" in rule and seen.told.isdisjoint(rule["sentence"]))
        or ("none" in rule and not seen.near.keys().isdisjoint(rule["none"]))
        or ("parties" in rule and not any(party in rule["parties"] for party, _, _ in seen.parties))
        or ("agents" in rule and seen.agent not in rule["agents"])
        or ("victims" in rule and seen.victims.isdisjoint(rule["victims"]))
    )


def set_verdicts(page: Page, frames: list[Frame]) -> None:
    """The rules' verdict of every frame; a weak one takes the sure verdict of the nearest explosion told around it."""
    for frame in frames:
        frame.scene = open_scene(page, frame)
    rows = [(frame, *verdict(page, frame.scene)) for frame in frames]
    for number, (frame, kind, rule, weak) in enumerate(rows):
        frame.verdict, frame.rule, frame.near_verdict = kind, rule, ""
        if not weak:
            continue
        others = [
            (abs(number - n), n > number, row)
            for n, row in enumerate(rows)
            if not row[3] and abs(number - n) <= 3
        ]
        if others:
            frame.near_verdict = min(others, key=lambda o: (o[0], o[1]))[2][1]


def kind_features(page: Page, frame: Frame) -> list[str]:
    """What the model `kind` sees of a frame: the rules' verdict, its words, weapons and parties around it."""
    seen = frame.scene
    head = seen.head.families[0]
    # told four times over: a rule is worth more than one word, and learning counts repeats
    out = [
        "1",
        *[f"rule={frame.verdict}"] * 4,
        *[f"rule={frame.rule}"] * 2,
        f"h={head}",
        f"hl={seen.head.lemma}",
        f"means={seen.means}",
    ]
    if frame.near_verdict:
        out.append(f"prev={frame.near_verdict}")
        out.append(f"prev={frame.near_verdict}:{frame.rule}")
    out.extend(f"f={family}" for family in seen.acts)
    out.extend(f"l={t.lemma}" for t in frame.triggers[:6])
    out.extend(f"f2={family}" for t in frame.triggers[:6] for family in t.families[1:])
    for label, distance in seen.near.items():
        if label.startswith(("weapon", "object", "off.", "force", "person")):
            out.append(f"w={label}")
            out.append(f"w={label}:{head}")
            if distance <= 3:
                out.append(f"wn={label}")
    for party, sort, before in seen.parties:
        where = "b" if before else "a"
        out.append(f"p={sort}{where}:{head}")
        out.append(f"p={sort}{where}")
        if party in ("civilians.protesters", "civilians.rioters", "armed", "unknown", "police"):
            out.append(f"p={party}{where}")
    if seen.agents:
        out.append(f"ag={seen.agents[0]}:{head}")
    out.extend(f"c={group}" for group in seen.victims)
    return out
