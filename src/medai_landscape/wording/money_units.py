"""Units of money that stand over a column: 亿元, 万美元, USD million, in thousands of euros.

The cells of such a column are bare figures, with or without a hedge: 3.5, 近2,
10-15.  A cell that brings a unit of its own keeps it.

>>> unit = read_money_unit("亿元")
>>> unit.amount("3.5"), unit.amount("近2")
(AmountRange(350000000 CNY), AmountRange([180000000, 200000000) CNY))
>>> unit.amount("2000万美元"), unit.amount("未披露")
(AmountRange(20000000 USD), None)
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.errors import AmountError
from medai_landscape.wording.amounts import amount_tokens, read_amount
from medai_landscape.wording.currencies import currency_of
from medai_landscape.wording.numerals import NUMERAL_KINDS, read_figure

if TYPE_CHECKING:
    from medai_landscape.amounts import AmountRange

__all__ = ["MoneyUnit", "read_money_unit"]

_UNIT_KINDS = frozenset({"big", "bracket", "small", "plural", "currency", "filler"})


@frozen
class MoneyUnit:
    """What one stands for in a column, and of which currency."""

    scale: Decimal
    currency: str | None = None

    def amount(self, text: str, currency: str | None = None) -> AmountRange | None:
        """Read a cell of the column, None for undisclosed; *currency* where the unit names none.

        Raises:
            AmountError: no amount.
        """
        return read_amount(text, self.currency or currency, self.scale)


def read_money_unit(text: str) -> MoneyUnit | None:
    """Read a unit, None if *text* is none.

    >>> read_money_unit("USD million"), read_money_unit("件")
    (MoneyUnit(scale=Decimal('1000000'), currency='USD'), None)
    """
    try:
        tokens = amount_tokens(text)
        currency = currency_of([each for each in tokens if each.kind == "currency"], text, None)
        numerals = [each for each in tokens if each.kind in NUMERAL_KINDS]
        if not {each.kind for each in tokens} <= _UNIT_KINDS or not (currency or numerals):
            return None
        if [each.kind for each in numerals] == ["plural"]:  # millions, thousands of
            return MoneyUnit(Decimal(numerals[0].value), currency)
        scale = read_figure(numerals).exact if numerals else Decimal(1)
    except AmountError:
        return None
    return None if scale is None else MoneyUnit(scale, currency)
