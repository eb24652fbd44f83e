#!/bin/sh
# chinesecalendar 1.11.0 (Python), find_workday: a period of working days that is counted from a holiday ends one day later than the same period
# counted from the working day before the holiday. Counted backwards, it does not.
#
#   input     find_workday(20, …) and find_workday(1, …) for 30 September 2024 (a Monday and working day), 1 October and 6 October 2024 (holidays);
#             find_workday(-1, …) for 7 and 8 October
#   expected  for 1 working day, 8 October from all three days, because it is the first working day after each; for 20 days also one end for all
#             three, 1 November
#   found     8 October from the working day, but 9 October from the holidays; 1 November and 4 November; backwards 30 September from both
#
# An office must answer a request for information within 20 working days, which begin on the day after the request. By this function, a request that
# arrives on a holiday, by mail or on the Internet, is answered a working day too late. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install chinesecalendar==1.11.0
cat >run.py <<'PY'
import datetime

from chinese_calendar import find_workday, is_workday

for month, day, counts in [(9, 30, (1, 20)), (10, 1, (1, 20)), (10, 6, (1, 20)), (10, 7, (-1,)), (10, 8, (-1,))]:
    start = datetime.date(2024, month, day)
    print(start, "at work" if is_workday(start) else "holiday", *(f"{count:+} -> {find_workday(count, start)}" for count in counts))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
2024-09-30 at work +1 -> 2024-10-08 +20 -> 2024-11-01
2024-10-01 holiday +1 -> 2024-10-09 +20 -> 2024-11-04
2024-10-06 holiday +1 -> 2024-10-09 +20 -> 2024-11-04
2024-10-07 holiday -1 -> 2024-09-30
2024-10-08 at work -1 -> 2024-09-30
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
