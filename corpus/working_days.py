"""The calendar of the office: working days, Dutch public holidays, and when a term ends."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

HERE = ZoneInfo("Europe/Amsterdam")
#: a term ends when the office closes on its last day
CLOSES = time(17)
# Liberation Day counts once in five years, as it does for most employees: that is the stricter reading.
_FREE = holidays.country_holidays("NL")
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether the office is open: Monday to Friday, except on a public holiday."""
    return day.weekday() < _SATURDAY and day not in _FREE


def working_days_after(day: date, count: int) -> date:
    """The working day that lies ``count`` working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_until(day: date, last: date) -> int:
    """How many working days come after a day, up to and including the last; 0 when that has passed."""
    days = (day + timedelta(days=ahead) for ahead in range(1, (last - day).days + 1))
    return sum(map(is_working_day, days))


def day_of(at: datetime) -> date:
    """The calendar day of a moment, here."""
    return at.astimezone(HERE).date()


def end_of_term(since: datetime, count: int) -> datetime:
    """The moment at which a term of ``count`` working days ends that began at ``since``."""
    return datetime.combine(working_days_after(day_of(since), count), CLOSES, HERE)
