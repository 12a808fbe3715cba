"""Sentences about many rows at once: the words of `message`, joined column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from medai_landscape.messages import OWN_PARAMETERS, phrase_in_chinese, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.messages import Language

__all__ = ["sentences"]


def sentences(code: str, lang: Language, told: Mapping[str, Any], count: int) -> Any:
    """Return the sentence for *code* in *count* rows, as an Arrow column of texts.

    Args:
        code: Code of the message.
        lang: Its language.
        told: Arrow columns of texts by parameter.
        count: How many rows there are.

    >>> told = {"doubt": pa.array(["#REF!", "?"])}
    >>> sentences("cell_in_doubt", "en", told, 2)[1].as_py()
    'the cell holds ?: put the value itself there'
    """
    parts: list[Any] = []
    for text, name in pieces(code, lang):
        parts.append(pa.scalar(text))
        if name is not None:
            words = told[name].cast(pa.string())
            is_ours = lang == "zh" and name in OWN_PARAMETERS
            parts.append(_in_chinese(words) if is_ours else words)
    sentence = pc.binary_join_element_wise(*parts, "")
    return sentence if isinstance(sentence, pa.Array) else pa.repeat(sentence, count)


def _in_chinese(words: Any) -> Any:
    texts = words.to_pylist()
    chinese = {text: phrase_in_chinese(text) for text in set(texts)}
    return pa.array([chinese[text] for text in texts], pa.string())
