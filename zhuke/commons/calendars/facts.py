"""The announced holidays of past and current years, as the package ``chinesecalendar`` brings them."""

import datetime as dt

from chinese_calendar import constants

FIRST_YEAR = 2007
NAMES = {
    "anti_fascist_70th_day": "抗战胜利纪念日",
    "tomb_sweeping_day": "清明节",
    "dragon_boat_festival": "端午节",
    "mid_autumn_festival": "中秋节",
}


def announced() -> list[tuple[dt.date, str, str]]:
    """(day, off or work, name), in order of days. The package names a make-up day after the holiday that it makes up for."""
    days = [(day, "off", name) for day, name in constants.holidays.items()] + [
        (day, "work", name) for day, name in constants.workdays.items()
    ]
    return sorted((day, kind, _chinese(name)) for day, kind, name in days if day.year >= FIRST_YEAR)


def _chinese(name: str) -> str:
    holiday = constants.Holiday(name)
    return NAMES.get(holiday.name, holiday.chinese)
