"""Sample claims, and a reader that stands in for the real one in tests of the shell."""

from __future__ import annotations

import re
import types
from dataclasses import dataclass

from waqai.records import (
    Actor,
    Attribution,
    Claim,
    Count,
    Document,
    Location,
    Reading,
    Reason,
    Span,
)

TEXT = "قصف الطيران الروسي بلدة مارع اليوم، ما أدى إلى مقتل ثلاثة مدنيين وإصابة خمسة، بحسب مصادر محلية."


@dataclass(frozen=True)
class RegisterEntry:
    """An actor of the register, as far as the shell knows one."""

    id: str
    names: dict[str, str]
    inter: int
    country: str | None = None


REGISTER = (
    RegisterEntry("ru", {"en": "Military forces of Russia"}, 1, "RU"),
    RegisterEntry("civilians", {"en": "Civilians"}, 7),
)


def span_of(text: str, words: str) -> tuple[str, int, int]:
    """Words with where they stand in a text, in the order of the records' fields."""
    start = text.index(words)
    return words, start, start + len(words)


def sample_claim(document: Document, number: int = 1) -> Claim:
    """The claim that TEXT makes, with spans and reasons."""
    text = document.text
    start, end = span_of(text, "ثلاثة مدنيين")[1:]
    return Claim(
        claim_id=f"{document.id}#{number}",
        event_id=f"{document.id}#e{number}",
        sub_event_type="Air/drone strike",
        event_date=document.published,
        locations=(Location(*span_of(text, "بلدة مارع"), "مارع", "حلب", "SY", "gn:1", 36.4816, 37.1964),),
        actor1=(Actor("ru", *span_of(text, "الطيران الروسي"), suspected=True),),
        actor2=(Actor("civilians", *span_of(text, "مدنيين")),),
        fatalities=(Count("civilians", None, 3, None, *span_of(text, "ثلاثة مدنيين")),),
        injuries=(Count("unspecified", None, 5, 5, *span_of(text, "خمسة")),),
        attribution=(Attribution("witness", *span_of(text, "مصادر محلية")),),
        evidence=(Span(0, len(text) - 1, text[:-1]),),
        confidence=0.75,
        why=(
            Reason("sub_event_type", "lexicon/acts.tsv:12", "air strike", 0, 3, 1.5),
            Reason("fatalities", "grammar/counts.yaml#killed", "", start, end),
            Reason("event_date", "grammar/when.yaml#today", "", *span_of(text, "اليوم")[1:]),
        ),
    )


@dataclass(frozen=True)
class Pack:
    """A pack as far as the shell knows one."""

    version: str


def fake_read(document: Document, pack: Pack) -> Reading:
    """One claim where the text is TEXT, a note where it has no Arabic, a fault where it says `boom`."""
    if "boom" in document.text:
        raise ZeroDivisionError("boom")
    if not re.search("[\u0621-\u064a]", document.text):
        return Reading(document.id, pack.version, notes=("no claims: not Arabic",))
    claims = (sample_claim(document),) if TEXT in document.text else ()
    return Reading(document.id, pack.version, claims)


class Reader:
    """Stands in for the pack and the pipeline; `version` may be changed, `documents` were read so far."""

    def __init__(self) -> None:
        """Start with version 1 of a pack and nothing read."""
        self.version = "1"
        self.documents: list[str] = []
        self.fault: BaseException | None = None

    def load_pack(self, name_or_path: str = "ar") -> Pack:
        return Pack(self.version)

    def read(self, document: Document, pack: Pack) -> Reading:
        if self.fault:
            raise self.fault
        self.documents.append(document.id)
        return fake_read(document, pack)

    def install(self, modules: dict[str, types.ModuleType]) -> None:
        """Put the stand-ins where the commands import them from."""
        pack, pipeline = types.ModuleType("waqai.language.pack"), types.ModuleType("waqai.pipeline")
        pack.load_pack = self.load_pack  # type: ignore[attr-defined]
        pipeline.read = self.read  # type: ignore[attr-defined]
        actors = types.ModuleType("waqai.actors")
        actors.load_register = lambda: REGISTER  # type: ignore[attr-defined]
        modules["waqai.actors"] = actors
        modules |= {"waqai.language.pack": pack, "waqai.pipeline": pipeline}
