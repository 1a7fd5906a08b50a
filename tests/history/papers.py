"""Own the documents that tests write: PDFs line by line, TIFFs of several pages."""

from pathlib import Path

from PIL import Image, ImageDraw

A4 = (595, 842)


def pdf(
    path: Path,
    pages: list[str],
    *,
    size: tuple[float, float] = A4,
    rotate: int = 0,
    trailer: str = "",
    more: list[str] | None = None,
) -> Path:
    """Write a PDF with one line of words a page, and a red field at the top left."""
    count = len(pages)
    numbers = [4 + 2 * i for i in range(count)]
    kids = " ".join(f"{n} 0 R" for n in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    width, height = size
    for number, words in zip(numbers, pages, strict=True):
        drawing = (
            f"1 0 0 rg 0 {height * 0.75} {width / 2} {height * 0.25} re f "
            f"0 g BT /F1 24 Tf 50 100 Td ({words}) Tj ET"
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
            f"/Rotate {rotate} /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    objects += more or []
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
        f"startxref\n{len(out)}\n%%EOF\n"
    ).encode()
    path.write_bytes(out)
    return path


def locked_pdf(path: Path) -> Path:
    """Write a PDF whose password nobody knows."""
    secret = "00" * 32
    return pdf(
        path,
        ["PLANTED-SECRET"],
        trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> "
        f"/P -4 >> /ID [<{'ab' * 16}> <{'ab' * 16}>]",
    )


def tiff(path: Path, colours: list[str], *, size=(400, 300), **options) -> Path:
    """Write a TIFF with one page a colour."""
    pages = []
    for colour in colours:
        page = Image.new("RGB", size, "white")
        ImageDraw.Draw(page).rectangle((0, 0, size[0] // 2, size[1]), fill=colour)
        pages.append(page)
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], **options)
    return path
