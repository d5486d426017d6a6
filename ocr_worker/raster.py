"""Pictures of eight formats to upright 8-bit grey pages, with Pillow; runs only inside the fenced decoder."""

import io
from collections.abc import Iterator

import pillow_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from pillow_heif.as_plugin import HeifImageFile

from governance.findings import Place
from ocr_worker.gathered import Gathered
from ocr_worker.gif import extents
from ocr_worker.image_metadata import gather_metadata, touch_metadata
from ocr_worker.sheet import Bounds, Sheet

# Opened by their own classes: Image.open would look for plugins on a disk that the fence has taken away.
_OPENERS: dict[str, type[ImageFile.ImageFile]] = {
    "avif": AvifImagePlugin.AvifImageFile,
    "bmp": BmpImagePlugin.BmpImageFile,
    "gif": GifImagePlugin.GifImageFile,
    "heic": HeifImageFile,
    "jpeg": JpegImagePlugin.JpegImageFile,
    "png": PngImagePlugin.PngImageFile,
    "tiff": TiffImagePlugin.TiffImageFile,
    "webp": WebPImagePlugin.WebPImageFile,
}
_REDUCED_OR_MASK = 0b101
_NEW_SUBFILE_TYPE = 254
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_A4_LONG_SIDE_INCHES = 11.69

# Half a page must be an error, never a page with a grey lower half.
ImageFile.LOAD_TRUNCATED_IMAGES = False
# Sizes are checked here against our own limit, from the header, before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None
# Behind the fence only one decoder, which cannot do without, gets threads: its own one, and no more.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.options.DECODE_THREADS = 0


class RasterFile:
    """An opened image file; `pages` were counted from headers, no pixel has been decoded yet."""

    def __init__(self, data: bytes, kind: str, bounds: Bounds) -> None:
        self._bounds = bounds
        self._kind = kind
        if kind == "gif":
            for width, height in extents(data):
                bounds.size(1, width, height)
        self._image = _OPENERS[kind](io.BytesIO(data))
        self._frames = self._choose_frames()
        self._gathered = Gathered(bounds.unseen)
        self.pages = len(self._frames)

    def check(self) -> None:
        """Decode every page once and let it go; raises what Pillow raises for a damaged one."""
        for number, _ in enumerate(self._frames, 1):
            self._decoded(number, shrunk=8)

    def sheets(self) -> Iterator[Sheet]:
        """All pages in order, each upright and grey."""
        if self._moving():
            self._gathered.add(Place.PICTURES)
        for number, _ in enumerate(self._frames, 1):
            yield self._sheet(number)

    def _moving(self) -> bool:
        """Whether there are pictures beside the one that is read; the second one is looked for, none is decoded."""
        if self._kind == "tiff":
            return False
        try:
            return bool(getattr(self._image, "is_animated", False))
        except Exception:  # noqa: BLE001 - what is wrong behind the first picture does not matter
            return True

    def _choose_frames(self) -> list[int]:
        """Indices of the frames that are pages: a TIFF may carry previews and masks beside them."""
        if self._kind != "tiff":
            return [0]
        count = getattr(self._image, "n_frames", 1)
        self._bounds.count(count)
        pages = []
        for index in range(count):
            self._image.seek(index)
            tags = getattr(self._image, "tag_v2", {})
            if not int(tags.get(_NEW_SUBFILE_TYPE, 0)) & _REDUCED_OR_MASK:
                pages.append(index)
        return pages or [0]

    def _decoded(self, number: int, *, shrunk: int = 1) -> Image.Image:
        """Decode a page; of a JPEG all data is gone through, but only every so many dots made, when nobody looks."""
        image = self._image
        if self._kind == "tiff":
            image.seek(self._frames[number - 1])
            touch_metadata(image)
        self._bounds.size(number, *image.size)
        if self._kind == "jpeg" and (image.mode in ("RGB", "YCbCr") or (image.mode == "L" and shrunk > 1)):
            size = (max(1, image.width // shrunk), max(1, image.height // shrunk))
            image.draft("L", size)  # the luma plane is already there; colours need not be made
        image.load()
        return image

    def _sheet(self, number: int) -> Sheet:
        image = self._decoded(number)
        across, down = _resolution(image)
        orientation = _orientation(image)
        grey = _grey(image)
        # Fax machines write twice as many dots across as down: letters must be made square to be read.
        if across and down and 1.4 <= across / down <= 2.6:
            grey = grey.resize((grey.width, round(grey.height * across / down)), Image.Resampling.BICUBIC)
        elif across and down and 1.4 <= down / across <= 2.6:
            grey = grey.resize((round(grey.width * down / across), grey.height), Image.Resampling.BICUBIC)
        self._bounds.size(number, *grey.size)
        if orientation in _UPRIGHT:
            grey = grey.transpose(_UPRIGHT[orientation])
        dpi = max(across, down) or round(max(grey.size) / _A4_LONG_SIDE_INCHES)
        gather_metadata(image, self._gathered, number if self.pages > 1 else 0)
        unseen = self._gathered.take(number)
        return Sheet(grey.width, grey.height, min(1200, max(50, dpi)), grey.tobytes(), unseen)


def _orientation(image: Image.Image) -> int:
    """EXIF orientation, 1 when there is none or it cannot be read; Pillow turns TIFF pages by itself."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF says nothing about the page, whatever it breaks
        return 1
    return value if isinstance(value, int) else 1


def _resolution(image: Image.Image) -> tuple[int, int]:
    """Dots per inch across and down, (0, 0) when the file does not say so believably."""
    try:
        across, down = (round(float(value)) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0, 0
    believable = 50 <= across <= 1200 and 50 <= down <= 1200
    return (across, down) if believable else (0, 0)


def _grey(image: Image.Image) -> Image.Image:
    """8-bit grey on a white ground, whatever the file's mode was."""
    if image.mode == "L" and "transparency" not in image.info:
        return image
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("I", "F"):
        return _stretched(image)
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA" if "transparency" in image.info or "A" in image.getbands() else "RGB")
    elif image.mode in ("La", "RGBa", "PA"):
        image = image.convert("RGBA" if image.mode != "La" else "LA")
    if "A" in image.getbands():
        alpha = image.getchannel("A")
        return Image.composite(image.convert("L"), Image.new("L", image.size, 255), alpha)
    if image.mode in ("1", "RGB", "YCbCr"):
        return image.convert("L")
    return image.convert("RGB").convert("L")


def _stretched(image: Image.Image) -> Image.Image:
    """32-bit and floating samples have no agreed white: the brightest sample becomes it."""
    low, high = (float(value) for value in image.getextrema())  # type: ignore[arg-type]
    if not high > low:
        return Image.new("L", image.size, 255)
    scale = 255 / (high - low)
    return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
