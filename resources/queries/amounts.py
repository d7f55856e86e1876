"""Amounts as people read them: “45 000 zł”, “0,5 km”."""

from decimal import Decimal

from django.utils.formats import number_format

from community.base.typography import NO_BREAK_SPACE


def zloty(amount: int) -> str:
    """Returns an amount of złoty in the current language, thousands apart; it is never broken at a line's end."""
    return f"{number_format(amount, use_l10n=True, force_grouping=True)}{NO_BREAK_SPACE}zł"


def quantity(number: Decimal, unit: str = "") -> str:
    """Returns a measured number with its unit, without zeros that say nothing: 3.50 is “3,5”; % has no space before."""
    whole = number == number.to_integral_value()
    words = number_format(number.quantize(Decimal(1)) if whole else number.normalize(), force_grouping=True)
    if not unit:
        return words
    return f"{words}{'' if unit == '%' else NO_BREAK_SPACE}{unit}"
