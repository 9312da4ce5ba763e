"""Learn the weights that compare two claims: `python scripts/train_pairs.py GOLD [-o pair_weights.json] [--folds N]`.

GOLD holds `train/`, `dev/` (documents and gold claims), `identity/` (pairs decided by reading) and `incidents/` (documents
by incident; their claims are read with the reader as it is, and the first that is about an incident counts). Two sets of
weights are learned: `coded`, for claims that people coded, of identity alone; `read`, for claims that a reader made, whose
slots are often wrong or missing, of incidents and identity together. Each is a multinomial logistic regression over the levels of comparisons (scikit-learn, extra `train`); gold claims get their
coordinates from the pack's gazetteer. With `--folds` the figures of cross-validation are printed: reports that share
any decided pair stay in one fold, and pairs are linked by models that saw none of their reports. A pair weighs one by the
number of pairs in its group (a cluster of `same`, else the reports tied by decided pairs and the same answer). Incidents are
judged by B-cubed, months held out in turn; documents that train and dev have too teach nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from waqai.actors import load_register
from waqai.events.candidates import asks_for, found_under, is_candidate, named_at, tells_of
from waqai.events.clusters import cluster, pair
from waqai.events.comparisons import compare
from waqai.events.copies import signature
from waqai.events.pair_model import PairModel
from waqai.events.parties import Kinship
from waqai.events.traits import Trait, TraitMaker
from waqai.gazetteer import Gazetteer, load_gazetteer
from waqai.language.pack import load_pack
from waqai.pipeline import read
from waqai.records import Claim, Document, Location, claim_from_json, to_json

STRENGTH = 1.0  # inverse strength of the L2 penalty
IDENTITY = 0.3  # what a pair of identity weighs beside one of incidents in the weights for read claims
# added to the log-odds of `same` and of `part`: a missed merge costs more than a wrong pair in a mean of many
SHIFTS = {"coded": (0.4, 1.0), "read": (0.7, 0.4)}
SMALL = 0.02  # weights below this are left out
ANSWERS = ("same", "part", "different")


@dataclass(frozen=True)
class Gold:
    """Claims by id with their documents, and the decided pairs (left, right, answer)."""

    documents: dict[str, Document]
    claims: dict[str, Claim]
    home: dict[str, str]
    pairs: list[tuple[str, str, str]]


def rows(path: Path) -> list[dict[str, Any]]:
    """JSON lines as a list."""
    return [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]


def document_of(row: dict[str, Any]) -> Document:
    """A document of the codebook's input format."""
    return Document(
        row["id"], row["text"], row["published"], row.get("source") or "", row.get("url"), row.get("title")
    )


def load(folder: Path) -> Gold:
    """The claims of train and dev, and the pairs."""
    documents: dict[str, Document] = {}
    claims: dict[str, Claim] = {}
    home: dict[str, str] = {}
    for part in ("train", "dev"):
        for row in rows(folder / part / "docs.jsonl"):
            fields = ("id", "text", "published", "source", "url", "title")
            documents[row["id"]] = Document(
                **{name: row.get(name) for name in fields} | {"source": row.get("source") or ""}
            )  # type: ignore[arg-type]
        for row in rows(folder / part / "claims.jsonl"):
            for data in row["claims"]:
                claims[data["claim_id"]] = claim_from_json(data)
                home[data["claim_id"]] = row["id"]
    pairs = [(row["a"], row["b"], row["identity"]) for row in rows(folder / "identity" / "pairs.jsonl")]
    return Gold(documents, claims, home, pairs)


def grounded(location: Location, gazetteer: Gazetteer) -> Location:
    """A gold location with the coordinates of the largest place of that name in its governorate."""
    if location.latitude is not None:
        return location
    found = [p for p in gazetteer.candidates(location.name) if p.latitude is not None]
    found = [p for p in found if location.country in (None, p.country)]
    if location.admin1:
        units = {name for _, name in gazetteer.units(location.admin1, location.country)}
        found = [p for p in found if p.admin1 in units]
    found = [p for p in found if p.kind != "admin1"] or found
    if not found:
        return location
    best = max(found, key=lambda place: place.population)
    return replace(location, place_id=best.id, latitude=best.latitude, longitude=best.longitude)


def traits_of(gold: Gold) -> dict[str, Trait]:
    """The traits of all claims."""
    maker, gazetteer = TraitMaker(load_pack()), load_gazetteer()
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in gold.claims.values():
        places = tuple(grounded(location, gazetteer) for location in claim.locations)
        by_document[gold.home[claim.claim_id]].append(replace(claim, locations=places))
    return {
        trait.claim_id: trait
        for name, claims in by_document.items()
        for trait in maker.make_all(gold.documents[name], claims)
    }


def groups(edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Connected components: each name with the one that stands for its component."""
    home: dict[str, str] = {}

    def find(name: str) -> str:
        while home.setdefault(name, name) != name:
            name = home[name]
        return name

    for one, two in edges:
        home[find(one)] = find(two)
    return {name: find(name) for name in list(home)}


def weights_of(gold: Gold, pairs: Sequence[tuple[str, str, str]]) -> numpy.ndarray:
    """One by the size of each pair's group."""
    same = groups((a, b) for a, b, answer in pairs if answer == "same")
    near = groups((a, b) for a, b, _ in gold.pairs)
    keys = [(answer, same[a] if answer == "same" else near[a]) for a, _, answer in pairs]
    size = Counter(keys)
    return numpy.array([1 / size[key] for key in keys])


Examples = tuple[list[Any], list[str], list[float]]  # levels, answers, weights


def fit_coded(identity: Examples) -> dict[str, Any]:
    """The weights for claims that people coded."""
    return fit(identity[0], identity[1], numpy.array(identity[2]), SHIFTS["coded"])


def fit_read(identity: Examples, incidents: Examples) -> dict[str, Any]:
    """The weights for claims that a reader made."""
    weights = numpy.array([*(IDENTITY * weight for weight in identity[2]), *incidents[2]])
    return fit(identity[0] + incidents[0], identity[1] + incidents[1], weights, SHIFTS["read"])


def fit(
    levels: Sequence[Sequence[str]],
    answers: Sequence[str],
    weights: numpy.ndarray,
    shifts: tuple[float, float],
) -> dict[str, Any]:
    """The model's data: bias and weights of `same` and `part` against `different`."""
    table = DictVectorizer()
    matrix = table.fit_transform([dict.fromkeys(row, 1.0) for row in levels])
    model = LogisticRegression(C=STRENGTH, max_iter=4000).fit(
        matrix, answers, sample_weight=numpy.sqrt(weights)
    )
    at = [list(model.classes_).index(answer) for answer in ANSWERS]
    turned = [(model.coef_[at[n]] - model.coef_[at[2]]).tolist() for n in range(2)]
    bias = [round(float(model.intercept_[at[n]] - model.intercept_[at[2]]), 3) for n in range(2)]
    kept = {
        name: [round(same, 3), round(part, 3)]
        for name, same, part in zip(table.feature_names_, *turned, strict=True)
        if max(abs(same), abs(part)) >= SMALL
    }
    return {"bias": bias, "shift": shifts[0], "part_shift": shifts[1], "weights": kept}


class Incidents:
    """The documents on incidents with their claims as read, and which claims are about one incident."""

    def __init__(self, folder: Path, known: set[str]) -> None:
        """`folder` is the gold; `known` are the beginnings of texts that teach already."""
        self.judge = load_judge(folder.parent / "score_incidents.py")
        documents = rows(folder / "incidents" / "docs.jsonl")
        found = rows(folder / "incidents" / "gold.jsonl")
        self.incidents = {row["id"]: row for row in found if row["kind"] == "incident"}
        self.links = [(row["id"], i) for row in found if row["kind"] == "document" for i in row["incidents"]]
        self.taught = {row["id"] for row in documents if row["text"].strip()[:200] in known}
        self.traits: dict[str, Trait] = {}
        self.claims: dict[str, list[dict[str, Any]]] = {}
        self._read(documents)
        self.first: dict[tuple[str, str], str] = {}
        self.about: dict[str, set[str]] = defaultdict(set)
        for name, incident in self.links:
            about = self.judge.match(self.claims[name], self.incidents[incident])
            if about:
                self.first[name, incident] = about[0]["claim_id"]
                self.about[about[0]["claim_id"]].add(incident)
        self.pairs = self._pairs()

    def _read(self, documents: list[dict[str, Any]]) -> None:
        pack = load_pack()
        maker = TraitMaker(pack)
        for row in documents:
            document = document_of(row)
            claims = read(document, pack).claims
            self.claims[document.id] = [to_json(claim) for claim in claims]
            copy = signature(document.text, pack) if claims else ()
            self.traits |= {trait.claim_id: trait for trait in maker.make_all(document, claims, copy)}

    def _pairs(self) -> dict[tuple[str, str], tuple[str, ...]]:
        kinship = Kinship(load_register())
        index: dict[Any, list[Trait]] = defaultdict(list)
        for trait in self.traits.values():
            for key in (*found_under(trait), *named_at(trait)):
                index[key].append(trait)
        found: set[tuple[str, str]] = set()
        for one in self.traits.values():
            near = {two.claim_id: two for key in (*asks_for(one), *tells_of(one)) for two in index[key]}
            found |= {pair(one.claim_id, name) for name, two in near.items() if is_candidate(one, two)}
        return {(a, b): compare(self.traits[a], self.traits[b], kinship) for a, b in sorted(found)}

    def month(self, claim: str) -> int:
        """The month that a claim's day lies in, counted by 30 days."""
        return self.traits[claim].first // 30

    def examples(self, months: set[int] | None = None) -> Examples:
        """Levels, answers and weights of the pairs whose claims are about incidents, of some months or all."""
        chosen = [
            (key, self.about[key[0]], self.about[key[1]])
            for key in self.pairs
            if key[0] in self.about
            and key[1] in self.about
            and not {self.traits[claim].document_id for claim in key} & self.taught
            and (months is None or {self.month(claim) for claim in key} <= months)
        ]
        size = Counter((min(a), min(b)) for _, a, b in chosen)
        levels = [self.pairs[key] for key, *_ in chosen]
        answers = ["same" if a & b else "different" for _, a, b in chosen]
        return levels, answers, [1 / size[min(a), min(b)] for _, a, b in chosen]

    def b_cubed(self, scores: dict[tuple[str, str], float]) -> dict[str, float]:
        """B-cubed over all links and on days with three incidents or more."""
        documents = {trait.node: trait.document_id for trait in self.traits.values()}
        home = {node: n for n, part in enumerate(cluster(documents, scores, {})) for node in part}
        items: list[tuple[str, Any]] = []
        for name, incident in self.links:
            claim = self.first.get((name, incident))
            items.append((incident, home[self.traits[claim].node] if claim else ("alone", name, incident)))
        days = Counter(row["date"] for row in self.incidents.values())
        crowded = [item for item in items if days[self.incidents[item[0]]["date"]] >= 3]
        out = {}
        for label, some in (("all", items), ("crowded days", crowded)):
            figures = self.judge.b_cubed(some)
            out |= {f"incidents, {label} {name}": figures[name] for name in ("p", "r", "f1")}
        return out


def judge_incidents(incidents: Incidents, base: Examples, folds: int, seed: int) -> dict[str, float]:
    """B-cubed with each month linked by weights that did not see it; `base` are the examples of identity."""
    months = sorted({incidents.month(claim) for claim in incidents.traits})
    random.Random(seed).shuffle(months)
    scores: dict[tuple[str, str], float] = {}
    for number in range(folds):
        held = set(months[number::folds])
        levels, answers, weights = incidents.examples(set(months) - held)
        model = PairModel(fit_read(base, (levels, answers, weights)))
        for key, row in incidents.pairs.items():
            if incidents.month(key[0]) in held:
                nodes = pair(*(incidents.traits[claim].node for claim in key))
                scores[nodes] = max(scores.get(nodes, -99.0), model.score(row).same)
    return incidents.b_cubed(scores)


def load_judge(path: Path) -> Any:
    """score_incidents.py, which lies beside the gold."""
    spec = importlib.util.spec_from_file_location("score_incidents", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"error: no {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def link(
    gold: Gold, traits: dict[str, Trait], names: Iterable[str], model: PairModel
) -> tuple[dict[str, int], dict[tuple[str, str], Any]]:
    """The clusters that a model makes of the claims of some documents, by node, and the scores of all pairs."""
    kinship = Kinship(load_register())
    wanted = set(names)
    chosen = sorted(c for c, home in gold.home.items() if home in wanted)
    scores: dict[tuple[str, str], Any] = {}
    nodes: dict[tuple[str, str], float] = {}
    for number, a in enumerate(chosen):
        for b in chosen[number + 1 :]:
            if gold.home[a] != gold.home[b] and is_candidate(traits[a], traits[b]):
                scores[pair(a, b)] = scored = model.score(compare(traits[a], traits[b], kinship))
                key = pair(traits[a].node, traits[b].node)
                nodes[key] = max(nodes.get(key, -99.0), scored.same)
    documents = {traits[c].node: gold.home[c] for c in chosen}
    parts = cluster(documents, nodes, {})
    return {node: number for number, part in enumerate(parts) for node in part}, scores


def judge(gold: Gold, traits: dict[str, Trait], folds: int, seed: int) -> dict[str, float]:
    """The figures of cross-validation."""
    kinship = Kinship(load_register())
    pairs = [row for row in gold.pairs if row[2] != "unsure"]
    weights = weights_of(gold, pairs)
    levels = [compare(traits[a], traits[b], kinship) for a, b, _ in pairs]
    near = groups((gold.home[a], gold.home[b]) for a, b, _ in gold.pairs)
    names = sorted(set(near.values()))
    random.Random(seed).shuffle(names)
    fold = {name: number % folds for number, name in enumerate(names)}
    said = [""] * len(pairs)
    for number in range(folds):
        seen = [n for n, (a, _, _) in enumerate(pairs) if fold[near[gold.home[a]]] != number]
        data = fit_coded(([levels[n] for n in seen], [pairs[n][2] for n in seen], list(weights[seen])))
        held = [name for name, group in near.items() if fold[group] == number]
        home, scores = link(gold, traits, held, PairModel(data))
        for n, (a, b, _) in enumerate(pairs):
            if fold[near[gold.home[a]]] == number:
                scored = scores.get(pair(a, b))
                together = home[traits[a].node] == home[traits[b].node]
                said[n] = "same" if together else "part" if scored and scored.part > 0 else "different"
    return figures([answer for *_, answer in pairs], said, weights)


def figures(gold: Sequence[str], said: Sequence[str], weights: numpy.ndarray) -> dict[str, float]:
    """Precision, recall and F1 of each answer, weighted and plain."""
    out: dict[str, float] = {}
    for name, weight in (("weighted", weights), ("plain", numpy.ones(len(gold)))):
        for answer in ANSWERS:
            told = numpy.array([s == answer for s in said])
            true = numpy.array([g == answer for g in gold])
            hit = weight[told & true].sum()
            precision, recall = hit / max(1e-9, weight[told].sum()), hit / weight[true].sum()
            out |= {f"{name} {answer} P": precision, f"{name} {answer} R": recall}
            out[f"{name} {answer} F1"] = 2 * precision * recall / max(1e-9, precision + recall)
    return out


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="where to write the weights learned from all pairs")
    parser.add_argument(
        "--folds", type=int, default=0, help="print cross-validated figures over so many folds"
    )
    parser.add_argument(
        "--seeds", type=int, default=3, help="of how many shuffles of the folds figures are the mean"
    )
    options = parser.parse_args()
    gold = load(options.gold)
    traits = traits_of(gold)
    incidents = Incidents(options.gold, {d.text.strip()[:200] for d in gold.documents.values()})
    kinship = Kinship(load_register())
    pairs = [row for row in gold.pairs if row[2] != "unsure"]
    levels = [compare(traits[a], traits[b], kinship) for a, b, _ in pairs]
    base = (levels, [answer for *_, answer in pairs], list(weights_of(gold, pairs)))
    if options.folds:
        runs = [
            judge(gold, traits, options.folds, seed) | judge_incidents(incidents, base, options.folds, seed)
            for seed in range(options.seeds)
        ]
        for name in runs[0]:
            row = [run[name] for run in runs]
            print(f"{name:<32} {sum(row) / len(row):.3f}   ({min(row):.3f} to {max(row):.3f})")
    if options.output:
        data = {"coded": fit_coded(base), "read": fit_read(base, incidents.examples())}
        options.output.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
