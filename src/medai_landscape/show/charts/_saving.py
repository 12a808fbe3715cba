"""Charts as pictures, without a browser."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medai_landscape.atomic import write_atomically
from medai_landscape.errors import MissingExtraError, OutputError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["save"]

_FORMATS = {".png": "png", ".svg": "svg", ".json": "json"}


def save(
    chart: Any, path: str | PathLike[str], *, overwrite: bool = False, scale: float = 2
) -> Path:
    """Write a chart as PNG, SVG or Vega-Lite JSON, by the ending of *path*.

    The picture is drawn in this process; no browser and no network are used.

    Args:
        chart: A chart of `medai_landscape.charts`, or any Altair chart.
        path: The file to write.
        overwrite: Replace a file that is there.
        scale: Pixels of the PNG for each point.

    Raises:
        OutputError: another ending.
        OutputExistsError: a file is there and *overwrite* was not asked for.
        MissingExtraError: vl-convert is not installed.
    """
    target = Path(path)
    kind = _FORMATS.get(target.suffix.lower())
    if kind is None:
        raise OutputError(str(path), f"a chart is saved as one of {', '.join(_FORMATS)}")
    try:
        import vl_convert  # noqa: F401 - Altair uses it; say early where it is missing
    except ImportError:
        raise MissingExtraError("saving a chart", "vl-convert-python", "charts") from None
    buffer: Any = io.BytesIO() if kind == "png" else io.StringIO()
    options = {"scale_factor": scale} if kind == "png" else {}
    chart.save(buffer, format=kind, **options)
    content = buffer.getvalue()
    with write_atomically(target, overwrite=overwrite) as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return target
