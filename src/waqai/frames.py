"""Triggers that tell one act, as a frame; whether a frame likely tells an act of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from waqai.mentions import Page
from waqai.triggers import Context, Trigger


@dataclass(slots=True)
class Frame:
    """Triggers that tell one act, its kind, and how sure each decision was."""

    triggers: list[Trigger] = field(default_factory=list)
    verdict: str = ""
    rule: str = ""
    near_verdict: str = ""
    scene: Any = None
    kind: str = ""
    kind_score: float = 0.0
    share: float = 0.0


def frame_features(page: Page, frame: Frame, shared: Context) -> list[str]:
    """What the model `frame` sees of a grouped frame: its words' shares, what its sentences hold, where it stands."""
    shares = sorted((t.share for t in frame.triggers), reverse=True)
    head = frame.triggers[0]
    kinds = set().union(*(shared.kinds[t.sentence] for t in frame.triggers))
    acts = sum(1 for t in frame.triggers if t.families[0].startswith("act."))
    out = [
        "1",
        f"k={frame.kind}",
        f"top={int(shares[0] * 8)}",
        f"low={int(shares[-1] * 5)}",
        f"n={min(len(shares), 5)}",
        f"acts={min(acts, 3)}",
    ]
    out.append(f"n={min(len(shares), 3)}:{int(shares[0] * 5)}")
    odds = 1.0
    for share in shares:
        odds *= 1 - share
    out.append(f"any={int((1 - odds) * 10)}")
    out.extend(f"has={kind}" for kind in kinds)
    out.extend(f"no={kind}" for kind in ("place", "party", "count", "time_near") if kind not in kinds)
    out.append(f"h={head.family}")
    out.append(f"s={min(head.sentence, 4)}")
    out.append(f"s={min(head.sentence, 3)}:{min(shared.size, 8) // 2}")
    out.append(f"sure={int(min(frame.kind_score, 3))}")
    out.append(f"off={shared.off}")
    if shared.background[head.sentence]:
        out.append(f"bg:{'time_old' in kinds}")
    if "time_old" in kinds and "time_near" not in kinds:
        out.append(f"old:{min(head.sentence, 2)}")
    if "the" in head.flags:
        out.append(f"the:{min(head.sentence, 2)}")
    sole = len(page.triggers) == len(frame.triggers)
    out.append(f"sole={sole}")
    return out
