"""Device elements of a UDID release, in the memory of some hundred of them.

The first device goes through expat, which sees to it that the XML is
well-formed and declares nothing, and so does every device of a new shape.  But a
million devices have a few dozen shapes: the same elements in the same order.
A device of a shape that expat has passed is read by a pattern made of that
shape, four times as fast, and need not pass again; the rest of the document
stays well-formed without it.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn, Self
from xml.parsers import expat
from xml.sax.saxutils import unescape

from attrs import define, field, frozen

from medai_landscape.errors import SourceFormatError
from medai_landscape.sources.opening import funnel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from medai_landscape.sources.limits import Limits

__all__ = ["Device", "devices_of"]

_EXPECTED = "a whole XML file of the UDID release: devices, and in each an element a value"
_CHUNK = 2**18
_END = b"</device>"
_SHAPED_BYTES = 2**16  # a device is some two thousand bytes long
_SHAPES = 32
_SHAPE_TAGS = 500  # a device has about a hundred
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8"}
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")
_LONGEST_CHARACTER = 4  # bytes in UTF-8
_DEVICE_END = re.compile(rb"</device[ \t\r\n]*>")
_TAG = re.compile("<([^>]*)>")
_SPACE = r"[ \t\n]*+"
_PLAIN = r"[^<&\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*+"
_VALUE = rf"{_PLAIN}(?:&(?:amp|apos|gt|lt|quot);{_PLAIN})*+"
_QUOTES = {"&quot;": '"', "&apos;": "'"}


class Device(NamedTuple):  # an attrs class takes three times as long to make
    """The values of one device by the names of their elements, and what is wrong with it."""

    values: Mapping[str, str]
    fault: str | None = None


def devices_of(
    file: BinaryIO,
    name: str,
    wanted: Iterable[str],
    limits: Limits,
    advance: Callable[[int], object] = lambda _bytes: None,
) -> Iterator[list[Device]]:
    """Yield the devices of a file some hundred at a time, each with its *wanted* elements only.

    Where an element stands inside the device does not matter.  *advance* is
    told of the bytes that were read.

    Raises:
        SourceFormatError: no well-formed XML, cut off, or with a document type.
        LimitError: a device or its nesting is larger than the limits allow.
    """
    reader = _Reader(name, frozenset(wanted), limits)
    for chunk in _utf8_chunks(file, name, advance):
        yield reader.feed(chunk)
    yield reader.close()


def _utf8_chunks(file: BinaryIO, name: str, advance: Callable[[int], object]) -> Iterator[bytes]:
    """Yield the bytes of a file, in UTF-8 whatever the file declares."""

    def read() -> bytes:
        with funnel(name, _EXPECTED):
            chunk = file.read(_CHUNK)
        advance(len(chunk))
        return chunk

    chunk = read()
    encoding = _encoding_of(chunk, name)
    if encoding == "utf-8":
        while chunk:
            yield chunk
            chunk = read()
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    while chunk:
        with funnel(name, f"text in {encoding}, as its first bytes say"):
            text = decoder.decode(chunk)
        yield text.encode()
        chunk = read()
    with funnel(name, f"text in {encoding}, as its first bytes say"):
        decoder.decode(b"", final=True)


def _encoding_of(head: bytes, name: str) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.search(head[:1024])
    word = declared[1].decode().lower() if declared else "utf-8"
    if word not in _ENCODINGS:
        expected = f"UTF-8, UTF-16 with a mark, or one of {', '.join(_ENCODINGS)}"
        raise SourceFormatError(name, f"it says that it is written in {word}", expected)
    return _ENCODINGS[word]


@frozen
class _Shape:
    """The elements of a device in their order, as a pattern for whole devices."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str, wanted: frozenset[str]) -> Self:
        """Return the shape of a device; the caller tries whether it reads that device."""
        tags, place = _TAG.findall(text), 0
        parts, names = [], []
        while place < len(tags):
            tag = tags[place]
            name = tag.removesuffix("/")
            has_end = place + 1 < len(tags) and tags[place + 1] == f"/{tag}"
            if has_end or name != tag:
                names += [name] * (name in wanted)
                value = f"({_VALUE})" if name in wanted else _VALUE
                parts.append(f"<{re.escape(name)}(?:/>|>{value}</{re.escape(name)}>)")
            else:
                parts.append(f"<{re.escape(tag)}>")
            place += 1 + has_end
        return cls(re.compile(_SPACE + _SPACE.join(parts)), tuple(names))

    def read(self, text: str) -> dict[str, str] | None:
        """Return the values of a device, None if it has another shape."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        values = dict(zip(self.names, match.groups(""), strict=True))
        if "&" not in text:
            return values
        return {
            name: unescape(value, _QUOTES) if "&" in value else value
            for name, value in values.items()
        }


@define
class _Reader:
    """Cuts the stream at the ends of devices, and reads each piece in one of the two ways."""

    name: str
    wanted: frozenset[str]
    limits: Limits
    _rest: bytes = b""
    _count: int = 0
    _is_between: bool = False  # between two devices, and in no comment or the like
    _shapes: list[_Shape] = field(factory=list)  # the latest first
    _parser: expat.XMLParserType = field(init=False)
    _events: _Events = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._events = _Events(self.wanted, self.limits)
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._events.start
        self._parser.EndElementHandler = self._events.end
        self._parser.CharacterDataHandler = self._events.data
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def feed(self, chunk: bytes) -> list[Device]:
        """Return the devices that end in *chunk*."""
        *pieces, self._rest = (self._rest + chunk).split(_END)
        self.limits.check("cell_characters", (len(self._rest) - _CHUNK) // _LONGEST_CHARACTER)
        devices: list[Device] = []
        for each in pieces:
            piece = each + _END
            text = None if self._is_doubtful(piece) else _text(piece)
            values = None if text is None else self._by_shape(text)
            devices += self._by_events(piece, text) if values is None else [Device(values)]
            self._count += 1
        return devices

    def close(self) -> list[Device]:
        """Return what is left; every tag must be closed by now."""
        devices = self._by_events(self._rest, None, last=True)
        if not self._count and not devices and self._events.root != "udid":
            cause = f"no device is in its <{self._events.root}>"
            raise SourceFormatError(self.name, cause, _EXPECTED)
        return devices

    def _is_doubtful(self, piece: bytes) -> bool:
        return not self._is_between or len(piece) > min(_SHAPED_BYTES, self.limits.cell_characters)

    def _by_shape(self, text: str) -> dict[str, str] | None:
        for place, shape in enumerate(self._shapes):
            values = shape.read(text)
            if values is not None:
                if place:
                    self._shapes.insert(0, self._shapes.pop(place))
                return values
        return None

    def _by_events(self, piece: bytes, text: str | None, *, last: bool = False) -> list[Device]:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            cause = f"no well-formed XML after {self._count} devices: {what}"
            raise SourceFormatError(self.name, cause, _EXPECTED) from error
        devices, self._events.devices = self._events.devices, []
        # One device has ended, and only at the end of the piece can it have ended.
        self._is_between = len(devices) == 1 and len(_DEVICE_END.findall(piece)) == 1
        if text is not None and self._is_between:
            self._learn(text, devices[0])
        return devices

    def _learn(self, text: str, device: Device) -> None:
        """Keep the shape of a device, if a pattern made of it reads the same as expat did."""
        if len(self._shapes) < _SHAPES and text.count("<") < _SHAPE_TAGS:
            shape = _Shape.of(text, self.wanted)
            if device == Device(shape.read(text) or {}):
                self._shapes.insert(0, shape)

    def _refuse(self, *_about: object) -> NoReturn:
        cause = "it declares a document type or an entity"
        raise SourceFormatError(self.name, cause, "XML without declarations")


def _text(piece: bytes) -> str | None:
    """Return a piece as text if no rule of XML but that of its tags can be broken in it."""
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return None
    if "]]>" in text:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@define
class _Events:
    """The other way: a device put together from what expat tells."""

    wanted: frozenset[str]
    limits: Limits
    devices: list[Device] = field(factory=list)
    root: str = ""
    _values: dict[str, str] = field(factory=dict)
    _fault: str | None = None
    _depth: int = 0
    _device_depth: int | None = None
    _tag: str | None = None
    _text: list[str] = field(factory=list)

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        self.limits.check("depth", self._depth)
        self.root = self.root or tag
        self._keep()
        if self._device_depth is None:
            if tag == "device":
                self._device_depth, self._values, self._fault = self._depth, {}, None
        elif tag in self.wanted:
            self._tag = tag

    def data(self, text: str) -> None:
        if self._tag is not None:
            self._text.append(text)

    def end(self, _tag: str) -> None:
        self._keep()
        if self._depth == self._device_depth:
            self.devices.append(Device(self._values, self._fault))
            self._device_depth = None
        self._depth -= 1

    def _keep(self) -> None:
        """Keep the text of the element that is open, up to its end or its first child."""
        if self._tag is None:
            return
        value = "".join(self._text)
        self.limits.check("cell_characters", len(value))
        if self._tag in self._values:
            self._fault = f"two elements are called {self._tag!r}"
        self._values[self._tag] = value
        self._tag, self._text = None, []
