from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import SettableClock, SystemClock
from comity.kernel.clock import parse_timestamp, timestamp


@given(st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)))
def test_a_timestamp_is_read_as_it_is_written(moment: datetime):
    assert parse_timestamp(timestamp(moment)) == moment


def test_another_form_of_time_is_refused():
    with pytest.raises(ValueError, match="does not match"):
        parse_timestamp("2026-11-22T03:04:05+07:00")


def test_a_settable_clock_stands_still_until_it_is_moved():
    clock = SettableClock(datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.advance(timedelta(days=-1))
    assert clock.now() == datetime(2025, 12, 31, tzinfo=UTC)
    assert SystemClock().now().tzinfo is UTC
