"""Owns what becomes of a month's report: shown in the browser, or kept as a PDF of the same page.

Never changes a figure of it. Files are the owner's alone; a PDF is written beside the Qt thread.
"""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Literal

from PySide6.QtCore import (
    QByteArray,
    QLocale,
    QMarginsF,
    QObject,
    QRectF,
    QSizeF,
    QStandardPaths,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from ziggie_desktop.desktop.presenters.words import t

PRIVATE = 0o600
FOLDER_MODE = 0o700
MARGIN_MM = 16.0
WIDEST_PX = 664  # of a plot on the page
SHARPNESS = 3
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
RULE = re.compile(r"\.(\w+)\{([^}]*)\}")
# What Qt's rich text knows of CSS; the sizes are a page's, not a window's.
PAGE_STYLE = """
body{font-size:10pt;color:#1d2733} h1{font-size:17pt} h2{font-size:12pt;margin-top:14px}
.net{font-size:24pt;font-weight:600;margin:2px 0} .bad{color:#a3312a} .good{color:#1c6b46}
.note{color:#566374} td,th{padding:3px 6px;border-bottom:1px solid #dfe4ea}
table{border-collapse:collapse}
"""
DPI = 96  # in which the page's sizes are meant
FOOT_PX = 28
FOOT_TEXT_PX = 12
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(td|th)>")


def spoken() -> Literal["en", "de"]:
    """The language of reports that the window's comes nearest to."""
    return "de" if QLocale().language() is QLocale.Language.German else "en"


class Reports(QObject):
    """``kept`` and ``failed`` tell of a PDF: the file, or why it is not there."""

    kept = Signal(str)
    failed = Signal(str)

    def show(self, page: bytes, month: str) -> None:
        """A copy for the browser, which cannot send the owner's token."""
        place = QStandardPaths.StandardLocation.GenericCacheLocation
        folder = Path(QStandardPaths.writableLocation(place)) / "ziggie-desktop" / "reports"
        file = folder / f"{month}.html"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
            _write(file, page)
        except OSError as error:
            self.failed.emit(str(error.strerror))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self.failed.emit(t("No program opens {file}", file=str(file)))

    def keep(self, page: bytes, file: Path) -> None:
        """Write the PDF in a thread of its own: it takes some tenths of a second."""

        def work() -> None:
            try:
                _write(file, pdf(page.decode(), file.with_name(f".{file.name}.part")))
            except OSError as error:
                self.failed.emit(f"{file}: {error.strerror}")
            else:
                self.kept.emit(str(file))

        threading.Thread(target=work, name="ziggie-pdf").start()


def pdf(page: str, scratch: Path) -> bytes:
    """The page on A4, every figure and plot of it. ``scratch`` is gone afterwards."""
    document = laid_out(page)
    try:
        os.close(os.open(scratch, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, PRIVATE))
        writer = QPdfWriter(str(scratch))
        writer.setTitle("Ziggie")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        _print(document, writer)
        del writer  # what it holds back is written now
        return scratch.read_bytes()
    finally:
        scratch.unlink(missing_ok=True)


def _print(document: QTextDocument, writer: QPdfWriter) -> None:
    """Each page with its number. Qt's own printing would add a second margin to the page's."""
    painter = QPainter(writer)
    scale = writer.logicalDpiX() / DPI
    painter.scale(scale, scale)
    width, height = writer.width() / scale, writer.height() / scale - FOOT_PX
    document.setPageSize(QSizeF(width, height))
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * height)
        document.drawContents(painter, QRectF(0, number * height, width, height))
        painter.restore()
        font = document.defaultFont()
        font.setPixelSize(FOOT_TEXT_PX)
        painter.setFont(font)
        painter.setPen(QColor("#566374"))
        foot = QRectF(0, height, width, FOOT_PX)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{number + 1} / {pages}")
    painter.end()


def laid_out(page: str) -> QTextDocument:
    """The page as Qt knows it: all of its words, and its plots as pictures."""
    document = QTextDocument()
    rules = dict(RULE.findall(page))
    plots: list[str] = []

    def place(found: re.Match[str]) -> str:
        plots.append(found[0])
        width, height = _size(found[0])
        return f'<img src="plot:{len(plots) - 1}" width="{width}" height="{height}">'

    body = SVG.sub(place, re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))
    for number, svg in enumerate(plots):
        picture = _drawn(_dressed(svg, rules), _size(svg))
        kind = QTextDocument.ResourceType.ImageResource
        document.addResource(kind.value, QUrl(f"plot:{number}"), picture)
    document.setDefaultStyleSheet(PAGE_STYLE)
    body = body.replace("<table>", '<table width="100%" cellspacing="0">')
    body = body.replace("></td>", ">&nbsp;</td>")  # Qt forgets the space after an empty last cell
    above, last, below = body.rpartition("<img ")  # the tables by component and model begin a page
    body = above + last + below.replace("<h2>", '<h2 style="page-break-before:always">', 1)
    font = document.defaultFont()
    font.setPointSizeF(10)
    document.setDefaultFont(font)
    document.setUseDesignMetrics(True)  # it is drawn larger than a screen's dots
    document.setHtml(ROW.sub(_aligned, body))
    return document


def _aligned(row: re.Match[str]) -> str:
    """As the page's own style has it, of which Qt knows nothing: names left, figures right."""
    first = CELL.sub(r'<\1 align="left" width="34%">', row[0], count=1)
    head, end, rest = first.partition('%">')
    return head + end + CELL.sub(r'<\1 align="right">', rest)


def _size(svg: str) -> tuple[int, int]:
    box = BOX.search(svg)
    if box is None:
        return 0, 0
    width, height = float(box[1]), float(box[2])
    shrunk = min(1.0, WIDEST_PX / width)
    return round(width * shrunk), round(height * shrunk)


def _dressed(svg: str, rules: dict[str, str]) -> str:
    """With the page's own colours in place: Qt does not look them up in the page."""
    named = re.sub(r'class="(\w+)"', lambda m: f'style="{rules.get(m[1], "")}"', svg)
    named = named.replace("<text ", '<text font-size="11" fill="#566374" ')
    return named.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _drawn(svg: str, size: tuple[int, int]) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    width, height = size
    picture = QImage(width * SHARPNESS, height * SHARPNESS, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    return picture


def _write(file: Path, content: bytes) -> None:
    """For the owner alone, from the first byte on."""
    with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, PRIVATE), "wb") as out:
        out.write(content)
