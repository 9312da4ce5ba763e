"""Learn the pack's weights from folders of gold or of written reports: `python scripts/train.py FOLDER... [-o weights.json] [--folds N]`.

Every model is a logistic regression over named features (scikit-learn, extra `train`). A gold claim's frame is the
triggers that stand in its evidence; optional claims teach nothing. With `--folds` the figures of cross-validation are
printed: each document is read by models that did not see it. The result is deterministic.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits
from written import is_written, load_any

from waqai import slots
from waqai.cast import REACH, reached
from waqai.claims import find_claims
from waqai.evaluate.alignment import align_all
from waqai.evaluate.gold import GoldDocument
from waqai.evaluate.scores import figures, score
from waqai.frames import Frame, frame_features
from waqai.grouping import group, set_kind
from waqai.kinds import kind_features, set_verdicts
from waqai.language.pack import load_pack
from waqai.links import link_features, ties
from waqai.mentions import Page
from waqai.model import Models
from waqai.pipeline import fill_page, language_note
from waqai.records import Claim, Document
from waqai.standing import Ground
from waqai.triggers import Trigger, context, features

# model -> (inverse strength of the L2 penalty, how often a feature must be seen)
STRENGTH = {
    "event": (0.15, 2), "link": (0.15, 2), "frame": (0.15, 2), "kind": (0.3, 2), "actor1": (0.3, 2), "actor2": (0.3, 2),
    "location": (0.15, 2), "count": (0.3, 2), "time": (0.3, 2), "attribution": (0.3, 2),
}  # fmt: skip
# What written reports teach: how slots are filled. How often what kind of act is told, and how, only real reports show:
# learning that from written ones too costs 0.02 of detection and 0.01 of typed F1 (cross-validated on the training gold).
WRITTEN = ("actor1", "actor2", "location", "count", "time")
OPTIONAL = 0.0  # what an optional claim teaches of what an act is, beside a claim that counts
SMALL = 0.04  # weights below this are left out
LIMITS = json.loads((Path(__file__).parent / "limits.json").read_text(encoding="utf-8"))


class Examples(NamedTuple):
    """Features and answers of one model."""

    rows: list[list[str]]
    answers: list[Any]
    weights: list[float]


def read_pages(gold: Iterable[GoldDocument]) -> list[tuple[GoldDocument, Page]]:
    """Each Arabic document with its page, all mentions found."""
    pack = load_pack()
    pages = []
    for item in gold:
        if language_note(item.document.text):
            continue
        pages.append((item, fill_page(item.document, pack)))
    return pages


def overlaps(one: tuple[int, int], rows: Iterable[Any]) -> list[Any]:
    """The rows whose span shares a character with one."""
    return [r for r in rows if r.start is not None and r.start < one[1] and one[0] < r.end]


def owner(page: Page, trigger: Trigger, claims: list[Claim]) -> Claim | None:
    """The gold claim that a trigger tells: the one with the tightest evidence around it, of its own kind if it can be."""
    span = page.tokens.raw(trigger.first, trigger.last)
    around = [c for c in claims if overlaps(span, c.evidence)]
    hit = page.hit(trigger.first, *trigger.families)
    own = hit.entry.value.get("sub") if hit else None

    def key(claim: Claim) -> tuple[int, int]:
        return own not in (None, claim.sub_event_type), min(
            e.end - e.start for e in overlaps(span, claim.evidence)
        )

    return min(around, key=key) if around else None


def gold_frames(item: GoldDocument, page: Page) -> dict[int, tuple[Frame, Claim]]:
    """Frames as gold groups them, by the number of the claim; denied and asserted accounts stay apart."""
    frames: dict[int, tuple[Frame, Claim]] = {}
    claims = list(item.claims)
    for trigger in page.triggers:
        claim = owner(page, trigger, claims)
        if claim is not None:
            frames.setdefault(claims.index(claim), (Frame(kind=claim.sub_event_type), claim))[
                0
            ].triggers.append(trigger)
    return frames


def collect(pages: list[tuple[GoldDocument, Page]]) -> dict[str, Examples]:
    """The examples of every model."""
    found = {name: Examples([], [], []) for name in STRENGTH if name != "frame"}
    for item, page in pages:
        for name, examples in page_examples(item, page).items():
            if is_written(item) and name not in WRITTEN:
                continue
            for mine, more in zip(found[name], examples, strict=True):
                mine.extend(more)
    return found


_SEEN: dict[int, tuple[Page, dict[str, Examples]]] = {}


def page_examples(item: GoldDocument, page: Page) -> dict[str, Examples]:
    """The examples that one page gives; remembered, since each fold asks for them."""
    if id(page) in _SEEN:
        return _SEEN[id(page)][1]
    found = {name: Examples([], [], []) for name in STRENGTH if name != "frame"}
    shared = context(page)
    frames = gold_frames(item, page)
    owners = {t.first: number for number, (frame, _) in frames.items() for t in frame.triggers}
    _events(found["event"], item, page, shared, owners)
    _links(found["link"], item, page, shared, owners)
    kept = [
        (frame, claim) for number, (frame, claim) in sorted(frames.items()) if number not in item.optional
    ]
    set_verdicts(page, [frame for frame, _ in kept])
    common = Ground(page, [frame for frame, _ in kept])
    for frame, claim in kept:
        add(found["kind"], kind_features(page, frame), claim.sub_event_type)
        _slots(found, page, frame, claim, common)
    _SEEN[id(page)] = page, found
    return found


def _events(out: Examples, item: GoldDocument, page: Page, shared: Any, owners: dict[int, int]) -> None:
    for trigger in page.triggers:
        number = owners.get(trigger.first)
        weight = OPTIONAL if number is not None and number in item.optional else 1.0
        row = [f for bundle in features(page, trigger, shared) for f in bundle]
        add(out, row, number is not None, weight)


def _links(out: Examples, item: GoldDocument, page: Page, shared: Any, owners: dict[int, int]) -> None:
    tied = ties(page)
    told = [t for t in page.triggers if t.first in owners]
    for index, two in enumerate(told):
        before = told[max(0, index - 10) : index]
        for one in before:
            if owners[one.first] in item.optional and owners[two.first] in item.optional:
                continue
            row = [f for bundle in link_features(page, one, two, shared, tied) for f in bundle]
            add(out, row, owners[one.first] == owners[two.first])


def _slots(found: dict[str, Examples], page: Page, frame: Frame, claim: Claim, common: Any) -> None:
    for name, gold in (("actor1", claim.actor1), ("actor2", claim.actor2)):
        ids = {a.id for a in gold}
        for party in (
            p
            for p in page.parties
            if p.id and (p.first in common.claimers or near(page, frame, p.first, "party"))
        ):
            told = overlaps(page.tokens.raw(party.first, party.last), gold)
            if not told and party.id in ids:
                continue
            add(found[name], slots.describe("party", frame, party, common), bool(told))
    fold = page.pack.folding.fold
    names = {fold(x.name) for x in claim.locations}
    for place in (p for p in page.places if near(page, frame, p.first, "place")):
        told = overlaps(page.tokens.raw(place.first, place.last), claim.locations)
        if not told and fold(place.name) in names:
            continue
        same = any(fold(place.name) in fold(x.name) or fold(x.name) in fold(place.name) for x in told)
        add(found["location"], slots.describe("place", frame, place, common), same)
    rows = {
        "fatalities": claim.fatalities,
        "injuries": claim.injuries,
        "casualties_joint": claim.casualties_joint,
    }
    for figure in (c for c in page.counts if near(page, frame, c.first, "count")):
        told = overlaps(page.tokens.raw(figure.first, figure.last), rows[figure.slot])
        if not told and any((g.low, g.high) == (figure.low, figure.high) for g in rows[figure.slot]):
            continue
        add(found["count"], slots.describe("count", frame, figure, common), bool(told))
    for time in (t for t in page.times if t.sense == "past"):
        add(
            found["time"],
            slots.describe("time", frame, time, common),
            time.start.isoformat() == claim.event_date,
        )
    for speaker in (s for s in page.speakers if near(page, frame, s.first, "speaker")):
        told = overlaps(page.tokens.raw(speaker.first, speaker.last), claim.attribution)
        add(found["attribution"], slots.describe("speaker", frame, speaker, common), bool(told))


def near(page: Page, frame: Frame, position: int, kind: str) -> bool:
    """Whether a mention is one that reading considers for a frame."""
    return page.sentence_of[position] in reached([t.sentence for t in frame.triggers], REACH[kind])


def add(out: Examples, row: list[str], answer: Any, weight: float = 1.0) -> None:
    """One example."""
    out.rows.append(row)
    out.answers.append(answer)
    out.weights.append(weight)


def matrix(examples: Examples, seen: int) -> tuple[csr_matrix, list[str]]:
    """Examples as a sparse matrix (a repeated feature counts as often) and the names of its columns.

    Features seen in fewer than `seen` examples are left out.
    """
    counts = Counter(f for row in examples.rows for f in set(row))
    names = sorted(f for f, c in counts.items() if c >= seen)
    index = {f: n for n, f in enumerate(names)}
    pointers, columns, values = [0], [], []
    for row in examples.rows:
        for feature, times in sorted(Counter(row).items()):
            if feature in index:
                columns.append(index[feature])
                values.append(times)
        pointers.append(len(columns))
    return csr_matrix(
        (numpy.array(values, dtype=float), columns, pointers), shape=(len(examples.rows), len(names))
    ), names


def rounded(bias: float, weights: Any, names: list[str], small: float = SMALL) -> dict[str, Any]:
    """Weights as the pack keeps them: three digits, tiny ones left out."""
    kept = {f: round(float(w), 3) for f, w in zip(names, weights, strict=True)}
    return {"bias": round(float(bias), 3), "weights": {f: w for f, w in kept.items() if abs(w) >= small}}


def fit(examples: Examples, strength: float, seen: int) -> dict[str, Any]:
    """Weights of one binary model."""
    answers = numpy.array(examples.answers, dtype=bool)
    if not answers.any() or answers.all():
        return {"bias": -9.0 if not answers.any() else 9.0, "weights": {}}
    table, names = matrix(examples, seen)
    model = LogisticRegression(C=strength, max_iter=400).fit(table, answers, sample_weight=examples.weights)
    return rounded(model.intercept_[0], model.coef_[0], names)


def fit_kinds(examples: Examples, strength: float, seen: int) -> dict[str, Any]:
    """Weights of one model with several classes (multinomial)."""
    table, names = matrix(examples, seen)
    model = LogisticRegression(C=strength, max_iter=400).fit(
        table, examples.answers, sample_weight=examples.weights
    )
    return {
        str(kind): rounded(model.intercept_[n], model.coef_[n], names, 2 * SMALL)
        for n, kind in enumerate(model.classes_)
    }


def learn(pages: list[tuple[GoldDocument, Page]]) -> dict[str, Any]:
    """All weights, as `weights.json` holds them."""
    found = collect(pages)
    add_examples(found["kind"])
    found["frame"] = frame_examples(pages)
    return fit_all(found)


def add_examples(out: Examples) -> None:
    """Let the pack's own sentences for and against its rules teach the kinds that gold has few of."""
    pack = load_pack()
    rules = {rule["id"]: rule["kind"] for rule in pack.settings["kinds"]}
    examples = yaml.safe_load((pack.folder / "examples" / "kinds.yaml").read_text(encoding="utf-8"))
    for rule, rows in examples.items():
        pairs = [(text, rule) for text in rows["for"]]
        pairs += [(text, winner) for row in rows["against"] for winner, text in row.items()]
        for text, winner in pairs:
            page = fill_page(Document("example", text, "2024-05-01"), pack)
            if page.triggers and winner in rules:
                frame = Frame(list(page.triggers))
                set_verdicts(page, [frame])
                add(out, kind_features(page, frame), rules[winner])


def fit_all(found: dict[str, Examples]) -> dict[str, Any]:
    """Fit each model that has examples."""
    data: dict[str, Any] = {"limits": LIMITS}
    with threadpool_limits(1):  # small tables: threads that wait for each other cost thirty times as much
        for name, examples in found.items():
            strength, seen = STRENGTH[name]
            data[name] = (fit_kinds if name == "kind" else fit)(examples, strength, seen)
    return data


def frame_examples(every: list[tuple[GoldDocument, Page]], folds: int = 4) -> Examples:
    """Frames as reading groups them, on documents that the grouping models did not see, and whether gold has them.

    A frame is right if it is the one with most triggers of a gold claim; what belongs to optional claims teaches nothing.
    """
    pages = [(item, page) for item, page in every if not is_written(item)]
    out = Examples([], [], [])
    for fold in range(folds):
        seen = collect([p for n, p in enumerate(pages) if n % folds != fold])
        add_examples(seen["kind"])
        models = Models(fit_all({name: seen[name] for name in ("event", "link", "kind")}))
        for item, page in (p for n, p in enumerate(pages) if n % folds == fold):
            _frames(out, item, page, models)
    return out


def _frames(out: Examples, item: GoldDocument, page: Page, models: Models) -> None:
    shared = context(page)
    owners = {
        t.first: number for number, (frame, _) in gold_frames(item, page).items() for t in frame.triggers
    }
    rows: list[tuple[Frame, int | None, int]] = []
    grouped = group(page, models, shared)
    set_verdicts(page, grouped)
    for frame in grouped:
        set_kind(page, models, frame)
        told = Counter(owners[t.first] for t in frame.triggers if t.first in owners)
        number, size = told.most_common(1)[0] if told else (None, 0)
        rows.append((frame, number, size))
    for frame, number, size in rows:
        weight = OPTIONAL if number in item.optional else 1.0
        best = number is not None and size == max(s for _, n, s in rows if n == number)
        add(out, frame_features(page, frame, shared), best, weight)


def predict(pages: list[tuple[GoldDocument, Page]], data: dict[str, Any]) -> dict[str, tuple[Claim, ...]]:
    """The claims of pages under weights."""
    models = Models(data)
    return {item.document.id: find_claims(page, models) if page.triggers else () for item, page in pages}


def cross_validated(pages: list[tuple[GoldDocument, Page]], folds: int) -> dict[str, tuple[Claim, ...]]:
    """The claims of each fold, read with models of the others."""
    predicted: dict[str, tuple[Claim, ...]] = {}
    for fold in range(folds):
        data = learn([p for n, p in enumerate(pages) if n % folds != fold])
        predicted |= predict([p for n, p in enumerate(pages) if n % folds == fold], data)
    return predicted


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    gold = [item for folder in options.gold for item in load_any(folder)]
    pages = read_pages(gold)
    if options.folds:
        scores = score(align_all(gold, cross_validated(pages, options.folds)))
        print(json.dumps(figures(scores), ensure_ascii=False, indent=1))
    if options.output:
        options.output.write_text(
            json.dumps(learn(pages), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n",
            encoding="utf-8",
        )
        print(f"{options.output}: {options.output.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
