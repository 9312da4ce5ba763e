"""Triggers -> frames that tell an act: which triggers count, which belong together, what kind of act each group is.

Going through the text, each trigger that may tell an act joins the earlier frame that it most likely continues, or opens
one. A frame that likely tells no act of its own is dropped.
"""

from __future__ import annotations

from waqai.frames import Frame, frame_features
from waqai.kinds import kind_features, set_verdicts
from waqai.links import Ties, link_features, ties
from waqai.mentions import Page
from waqai.model import Models, probability
from waqai.triggers import Context, Trigger, context, features

FRAMES_BACK, TRIGGERS_BACK = 6, 3  # how far back a trigger looks for what it continues


def find_frames(page: Page, models: Models) -> list[Frame]:
    """The frames of a page that likely tell an act, each with its kind and its probability."""
    shared = context(page)
    frames = group(page, models, shared)
    set_verdicts(page, frames)
    for frame in frames:
        set_kind(page, models, frame)
        frame.share = models.linear["frame"].share(frame_features(page, frame, shared))
    return [f for f in frames if f.share >= models.limit("frame")]


def group(page: Page, models: Models, shared: Context) -> list[Frame]:
    """Triggers that may tell an act, grouped into frames."""
    tied = ties(page)
    frames: list[Frame] = []
    event, limit = models.linear["event"], models.limit("event")
    for candidate in page.triggers:
        share = probability(event.bias + event.add_bundles(features(page, candidate, shared)))
        if share < limit:
            continue
        trigger = candidate.with_share(share)
        frame = _antecedent(page, models, frames, trigger, shared, tied)
        if frame is None:
            frames.append(Frame([trigger]))
        else:
            frame.triggers.append(trigger)
    return frames


def set_kind(page: Page, models: Models, frame: Frame) -> None:
    """Choose the kind of act of a frame."""
    frame.kind, frame.kind_score = models.kind.best(kind_features(page, frame)) or ("Other", 0.0)


def _antecedent(
    page: Page, models: Models, frames: list[Frame], trigger: Trigger, shared: Context, tied: Ties
) -> Frame | None:
    """The earlier frame that a trigger continues: the best mean of its best two links, if above the limit."""
    best, best_score = None, models.limit("link")
    link = models.linear["link"]
    for frame in frames[-FRAMES_BACK:]:
        scores = sorted(
            link.bias + link.add_bundles(link_features(page, one, trigger, shared, tied))
            for one in frame.triggers[-TRIGGERS_BACK:]
        )
        score = sum(scores[-2:]) / min(2, len(scores))
        if score > best_score:
            best, best_score = frame, score
    return best
