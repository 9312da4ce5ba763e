"""A file that is one document and has to be parsed whole (a page, a PDF, a Word file) -> that document, or an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from waqai.errors import SourceError
from waqai.sources.apart import extract_apart
from waqai.sources.file import day_of_file, file_origin, read_file
from waqai.sources.loaded import LoadOptions, Result, Unchanged, digest, loaded


def load_whole(form: str, path: Path, options: LoadOptions) -> Iterator[Result]:
    """The document in a file of a format; a document that does not say its day takes the user's or the file's."""
    where = str(path)
    try:
        raw, modified = read_file(path, options.most_file_bytes)
        published, notes = day_of_file(path, options.published, modified)
        context = {"published": published, "source": options.source, "encoding": options.encoding}
        if options.is_known(digest(raw), form, context):
            yield Unchanged(where, len(raw))
            return
        (made,) = extract_apart(form, raw, context, where)
    except SourceError as error:
        yield error
        return
    notes = notes if made.date_is_guess else ()
    made = replace(made, notes=(*notes, *made.notes), date_is_guess=bool(notes))
    yield loaded(made, raw, form, context, file_origin(path, modified), where)
