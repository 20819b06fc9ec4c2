"""Picture files of strangers: what each is, made smaller, and without what it tells besides.

A file is what its content is, whatever its name says. Only formats that hold pixels are read, by
Pillow; what leaves is written anew from the pixels, so that a place in its EXIF, a comment or
anything hidden behind them stays here.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageOps

FORMATS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92}, "PNG": {}, "WEBP": {"quality": 92}, "GIF": {},
    "TIFF": {"compression": "tiff_lzw"},
}  # fmt: skip
"""The formats that are read, and how each is written."""
ENDINGS = {
    "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "tif": "TIFF",
    "tiff": "TIFF",
}  # fmt: skip
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
"""As many as a camera has; more would fill the reader's memory."""
PLAIN = frozenset({
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression",
    "adobe", "adobe_transform", "gamma", "srgb", "chromaticity", "aspect", "interlace", "version",
    "background", "transparency", "duration", "loop", "timestamp", "extension", "compression",
    "resolution", "bbox", "lossless",
})  # fmt: skip
"""What a file may say of its pixels without saying anything of who took them, when and where."""
PLAIN_PARTS = {"APP0", "APP14"}
"""The parts of a JPEG that say how it is coded."""
JPEG_END = b"\xff\xd9"
"""Stands nowhere within the picture (ITU T.81, B.1.1.2)."""
ORIENTATION = 0x0112
LYING = (5, 6, 7, 8)
"""How the camera was held, by EXIF; these change width and height round."""
GPS = 0x8825
"""The tag of EXIF under which a place stands (CIPA DC-008)."""
MARKUP = b"<"
BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, ArithmeticError,
    RuntimeError, MemoryError, struct.error, zlib.error, Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow raises for a file that was damaged, or made to do damage."""


class PictureError(ValueError):
    """A file that is not shown; the text says what it is, `mend` what to do."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class Picture(NamedTuple):
    """What a file is: its size in pixels as it is seen, and whether it says where it was taken."""

    width: int
    height: int
    has_place: bool


class Warp(NamedTuple):
    """How a picture is laid anew: into what size, from where each pixel comes, how much smaller.

    For `back` = (a, ..., h) the pixel (x, y) comes from ((ax + by + c) / w, (dx + ey + f) / w) of
    the whole picture, where w = gx + hy + 1.
    """

    size: tuple[int, int]
    back: tuple[float, ...]
    shrink: float


def inspect_picture(path: Path) -> Picture:
    """What a picture file is; all of it is read. Raises `PictureError`."""
    with _opened(path) as image:
        size = _upright_size(image)
        has_place = bool(image.getexif().get_ifd(GPS))
        # Of a JPEG a small one is enough to find out whether it is whole.
        image.draft("RGB", (64, 64))
        image.load()
        return Picture(*size, has_place)


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of a picture as it is seen, from its head alone. Raises `PictureError`."""
    with _opened(path) as image:
        return _upright_size(image)


def clean_picture(path: Path) -> bytes:
    """The file as its name says, with its pixels alone. Raises `PictureError`.

    It is the same however often it is handed on: what is coded with loss stays as it is where it
    tells nothing besides, and the other formats lose nothing.
    """
    wanted = ENDINGS[path.suffix.removeprefix(".").lower()]
    with _opened(path) as image:
        content = path.read_bytes()
        if image.format == wanted and _is_bare(image, content):
            return content
        return _written(_upright(image, keeps_clear=wanted != "JPEG"), wanted, **FORMATS[wanted])


def small_picture(path: Path, side: int, quality: int) -> tuple[bytes, int, int]:
    """The picture as a JPEG no longer than `side` pixels, with its width and height.

    Raises `PictureError`.
    """
    with _opened(path) as image:
        image.draft("RGB", (2 * side, 2 * side))
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        shown = _upright(image, keeps_clear=False)
        content = _written(shown, "JPEG", quality=quality, optimize=True)
        return content, shown.width, shown.height


def warped_picture(
    path: Path, mask: Sequence[tuple[float, float]], way: Warp, quality: int
) -> bytes:
    """The picture laid anew as a WebP, clear where it has nothing and outside of a mask.

    `mask` is a polygon of pixels of the whole picture, of which all is taken where it is empty.
    Raises `PictureError`.
    """
    with _opened(path) as image:
        full = _upright_size(image)
        small = max(1, round(full[0] * way.shrink)), max(1, round(full[1] * way.shrink))
        image.draft("RGB", small)
        shown = _upright(image, keeps_clear=True).convert("RGBA")
    shown = shown.resize(small, Image.Resampling.LANCZOS)
    across, down = small[0] / full[0], small[1] / full[1]
    if mask:
        inside = Image.new("L", small)
        ImageDraw.Draw(inside).polygon([(x * across, y * down) for x, y in mask], fill=255)
        shown.putalpha(ImageChops.multiply(shown.getchannel("A"), inside))
    a, b, c, d, e, f, g, h = way.back
    back = (a * across, b * across, c * across, d * down, e * down, f * down, g, h)
    bicubic = Image.Resampling.BICUBIC
    laid = shown.transform(way.size, Image.Transform.PERSPECTIVE, back, bicubic)
    return _written(laid, "WEBP", quality=quality, method=4)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """A file as a picture of which nothing is read yet but its head; what fails within is said."""
    _check_file(path)
    try:
        with Image.open(path, formats=list(FORMATS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PictureError(
                    f"{image.width:,} x {image.height:,} pixels", "make the picture smaller"
                )
            yield image
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError(
            f"more than {MAX_PIXELS // 1_000_000} million pixels", "make the picture smaller"
        ) from None
    except BROKEN:
        raise _no_picture(path) from None


def _check_file(path: Path) -> None:
    """A plain file in the folder itself: no link leads out of it."""
    try:
        status = os.lstat(path)
        linked = stat.S_ISLNK(status.st_mode) or path.parent.is_symlink()
    except (OSError, ValueError):
        raise PictureError(
            "there is no such file in media/", "put it there, or correct its name"
        ) from None
    if linked or not stat.S_ISREG(status.st_mode):
        raise PictureError("a link or no file", "put the file itself into media/")
    if status.st_size > MAX_BYTES:
        raise PictureError(f"larger than {MAX_BYTES // 1_000_000} MB", "make the picture smaller")


def _no_picture(path: Path) -> PictureError:
    with path.open("rb") as file:
        begins = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins.startswith(MARKUP):
        return PictureError(
            "markup (SVG or HTML), which can hold scripts", "save it as PNG or JPEG"
        )
    return PictureError(
        "no picture that can be read: damaged, or of another kind",
        f"save it as {', '.join(FORMATS)}; of a video, a sound or a PDF give the url",
    )


def _is_bare(image: Image.Image, content: bytes) -> bool:
    """Whether a file coded with loss is known to hold nothing but its picture, one picture."""
    if {str(key).lower() for key in image.info} - PLAIN or getattr(image, "n_frames", 1) != 1:
        return False
    if image.format == "JPEG":
        parts = {name for name, _ in getattr(image, "applist", [])}
        ends_once = content.count(JPEG_END) == 1 and content.endswith(JPEG_END)
        return parts <= PLAIN_PARTS and ends_once
    return image.format == "WEBP" and int.from_bytes(content[4:8], "little") + 8 == len(content)


def _upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height when it is turned as the camera was held."""
    width, height = image.size
    is_lying = image.getexif().get(ORIENTATION) in LYING
    return (height, width) if is_lying else (width, height)


def _upright(image: Image.Image, keeps_clear: bool) -> Image.Image:
    """The pixels alone, turned as the camera was held; what is clear stays so or becomes white."""
    turned = ImageOps.exif_transpose(image)
    is_clear = turned.mode in ("LA", "PA", "RGBA") or "transparency" in turned.info
    if is_clear:
        turned = turned.convert("RGBA")
        if not keeps_clear:
            white = Image.new("RGBA", turned.size, "white")
            turned = Image.alpha_composite(white, turned).convert("RGB")
    elif turned.mode.startswith("I") or turned.mode == "F":
        # Scans of 16 bits: their light to the 8 bits of a screen.
        turned = ImageOps.autocontrast(
            turned.convert("F").point(lambda one: one / 256).convert("L")
        )
    else:
        turned = turned.convert("L" if turned.mode in ("1", "L") else "RGB")
    pixels = turned.copy()
    pixels.info.clear()
    return pixels


def _written(image: Image.Image, known: str, **how: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, known, **how)
    return stream.getvalue()
