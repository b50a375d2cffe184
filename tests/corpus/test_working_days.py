"""The calendar of the office: weekends and Dutch public holidays do not count."""

from datetime import UTC, date, datetime

import pytest

from corpus.working_days import HERE, end_of_term, is_working_day, working_days_after, working_days_until


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year
        date(2026, 4, 6),  # Easter Monday
        date(2026, 4, 27),  # King's Day
        date(2025, 4, 26),  # King's Day, a day early because the 27th is a Sunday
        date(2025, 5, 5),  # Liberation Day, once in five years
        date(2026, 5, 14),  # Ascension Day
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),
        date(2045, 12, 26),
        date(2026, 11, 21),  # a Saturday
    ],
)
def test_the_office_is_closed_on_public_holidays_and_at_weekends(day):
    assert not is_working_day(day)


def test_liberation_day_is_a_working_day_in_other_years():
    assert is_working_day(date(2026, 5, 5))


def test_a_term_over_christmas_skips_the_holidays_and_the_weekend():
    assert working_days_after(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert working_days_after(date(2026, 12, 24), 5) == date(2027, 1, 4)
    assert working_days_until(date(2026, 12, 24), date(2027, 1, 4)) == 5
    assert working_days_until(date(2027, 1, 4), date(2026, 12, 24)) == 0


def test_a_term_ends_when_the_office_closes_by_the_clock_of_here():
    late = datetime(2026, 7, 2, 22, 30, tzinfo=UTC)  # half past midnight on Friday, here
    assert end_of_term(late, 1) == datetime(2026, 7, 6, 17, tzinfo=HERE)
