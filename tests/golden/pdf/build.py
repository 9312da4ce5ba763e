"""The golden PDFs: the same lines set by six producers. Run it after a change to a text: python tests/golden/pdf/build.py

It needs what the tests do not: LibreOffice and Chromium on the path, and
pip install weasyprint fpdf2 uharfbuzz typst reportlab arabic-reshaper python-bidi; fonts: Noto Naskh Arabic, DejaVu Sans.
"""

from __future__ import annotations

import html
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONT = "Noto Naskh Arabic"
FONT_FILE = "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf"
LATIN_FILE = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
PAGE = """<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8">
<style>@page {{ size: A5; margin: 12mm }} body {{ font: 11pt "{font}", "DejaVu Sans"; {style} }} p {{ margin: 0 0 3mm }}</style>
<body>{body}</body></html>"""


def page(lines: Sequence[str], style: str = "") -> str:
    """The lines as a page of HTML, a paragraph each."""
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return PAGE.format(font=FONT, style=style, body=body)


def chromium(lines: Sequence[str], path: Path, style: str = "") -> None:
    """Skia, through Chromium's printing."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page(lines, style), encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        run("chromium", *options, f"--print-to-pdf={path}", source.as_uri())


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:styles><style:style style:name="P" style:family="paragraph">
<style:paragraph-properties style:writing-mode="rl-tb" fo:text-align="start" fo:margin-bottom="0.2cm"/>
<style:text-properties style:font-name-complex="{font}" style:font-size-complex="12pt" style:language-complex="ar"/>
</style:style></office:styles><office:body><office:text>{body}</office:text></office:body></office:document>"""


def libreoffice(lines: Sequence[str], path: Path) -> None:
    """LibreOffice Writer."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{path.stem}.fodt")
        body = "".join(f'<text:p text:style-name="P">{html.escape(line)}</text:p>' for line in lines)
        source.write_text(FLAT.format(font=FONT, body=body), encoding="utf-8")
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        form = "pdf:writer_pdf_Export"
        run("soffice", profile, "--headless", "--convert-to", form, "--outdir", str(path.parent), str(source))


def weasyprint(lines: Sequence[str], path: Path) -> None:
    """Pango, through WeasyPrint."""
    from weasyprint import HTML

    HTML(string=page(lines)).write_pdf(path)


def fpdf2(lines: Sequence[str], path: Path) -> None:
    """fpdf2 with HarfBuzz."""
    from fpdf import FPDF

    pdf = FPDF(format="A5")
    pdf.add_page()
    pdf.add_font("arabic", fname=FONT_FILE)
    pdf.add_font("latin", fname=LATIN_FILE)
    pdf.set_font("arabic", size=12)
    pdf.set_fallback_fonts(["latin"])
    pdf.set_text_shaping(True)
    for line in lines:
        pdf.multi_cell(0, 9, line, align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))


def typst(lines: Sequence[str], path: Path) -> None:
    """Typst's own shaping and writing."""
    import typst as program

    head = f'#set page(width: 148mm, height: 210mm, margin: 12mm)\n#set text(font: ("{FONT}", "DejaVu Sans"), lang: "ar", size: 11pt)\n'
    body = "\n\n".join(f"#par(text({quoted(line)}))" for line in lines)
    program.compile((head + body).encode(), output=str(path))


def quoted(line: str) -> str:
    """A line as a string of Typst."""
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def reportlab(lines: Sequence[str], path: Path) -> None:
    """ReportLab, which shapes nothing: presentation forms in the order of sight, as much software writes them."""
    import arabic_reshaper
    from bidi.algorithm import get_display
    from reportlab.lib.pagesizes import A5
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("latin", LATIN_FILE))
    canvas = Canvas(str(path), pagesize=A5)
    canvas.setFont("latin", 10)
    for number, line in enumerate(lines):
        base = "R" if any("\u0600" <= char <= "\u06ff" for char in line) else "L"
        seen = get_display(arabic_reshaper.reshape(line), base_dir=base)
        canvas.drawRightString(A5[0] - 30, A5[1] - 50 - 24 * number, seen)
    canvas.save()


def columns(lines: Sequence[str], path: Path) -> None:
    """Two columns, by Chromium."""
    chromium(list(lines) * 2, path, "columns: 2; column-gap: 8mm; font-size: 9pt")


def image(lines: Sequence[str], path: Path) -> None:
    """One page of text, and one that is no more than an image."""
    import pypdfium2
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    with tempfile.TemporaryDirectory() as folder:
        seen = Path(folder, "seen.pdf")
        weasyprint(lines[:2], seen)
        picture = pypdfium2.PdfDocument(seen)[0].render(scale=1, grayscale=True).to_pil()
    canvas = Canvas(str(path), pagesize=A5)
    canvas.drawString(40, 500, "Report no. 45: 12 killed, 30 wounded.")
    canvas.showPage()
    canvas.drawImage(ImageReader(picture), 0, 0, *A5)
    canvas.save()


def protected(lines: Sequence[str], path: Path) -> None:
    """A page that only a password opens."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(40, 500, "Report no. 45: 12 killed, 30 wounded.")
    canvas.save()


def run(*command: str) -> None:
    """Run a producer; one that fails ends the script."""
    subprocess.run(command, check=True, capture_output=True, timeout=180)


PRODUCERS: dict[str, Callable[[Sequence[str], Path], None]] = {
    each.__name__: each
    for each in (chromium, libreoffice, weasyprint, fpdf2, typst, reportlab, columns, image, protected)
}


def main(names: Sequence[str]) -> None:
    """Write a PDF for each producer and each file of lines beside this script."""
    for source in sorted(HERE.glob("lines*.txt")):
        lines = source.read_text(encoding="utf-8").splitlines()
        for name in names or PRODUCERS:
            if name in ("columns", "image", "protected") and source.stem != "lines":
                continue
            PRODUCERS[name](lines, HERE / f"{name}{source.stem.removeprefix('lines')}.pdf")


if __name__ == "__main__":
    main(sys.argv[1:])
