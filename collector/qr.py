"""QR codes (ISO/IEC 18004) of addresses, as squares to draw."""

from base64 import b64encode

import qrcode
from qrcode.constants import ERROR_CORRECT_M

#: white modules around the code, as the standard asks
BORDER = 4


def modules(address: str) -> list[list[bool]]:
    """The code as rows of dark (True) and light modules, with its white border; level M repairs 15 % damage."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=BORDER)
    code.add_data(address)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def bars(address: str) -> list[tuple[int, int, int]]:
    """The dark modules as horizontal bars: (column, row, length)."""
    found: list[tuple[int, int, int]] = []
    for y, row in enumerate(modules(address)):
        start: int | None = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                found.append((start, y, x - start))
                start = None
    return found


def as_image(address: str) -> str:
    """The code as a data address for ``<img src>``: SVG, a millimetre a module."""
    size = len(modules(address))
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in bars(address))
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
