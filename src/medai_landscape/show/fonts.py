"""A font that has Chinese glyphs, if this machine has one."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from functools import cache

__all__ = ["MissingFontWarning", "cjk_font"]

_PREFERRED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)


class MissingFontWarning(UserWarning):
    """No font with Chinese glyphs is installed, so pictures will show boxes."""


@cache
def _installed() -> frozenset[str]:
    """Names of the fonts for Chinese, by fontconfig; empty where that is not installed."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
            [program, ":lang=zh", "--format", "%{family}\n"],
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(name.strip() for line in done.stdout.splitlines() for name in line.split(","))


@cache
def cjk_font() -> str:
    """Return the family to draw Chinese with; warns once where there is none."""
    installed = _installed()
    for family in _PREFERRED:
        if family in installed:
            return family
    if installed:
        return min(installed)
    warnings.warn(
        "no font with Chinese glyphs was found, so Chinese labels in pictures may show as boxes: "
        "install one, for example the package fonts-noto-cjk",
        MissingFontWarning,
        stacklevel=3,
    )
    return "sans-serif"
