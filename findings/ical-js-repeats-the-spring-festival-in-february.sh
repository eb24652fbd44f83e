#!/bin/sh
# ical.js 2.2.1 (npm, the reader of Thunderbird) and node-ical 0.26.1 (npm): an event that repeats by the Chinese calendar repeats on the same day of
# the Western calendar.
#
#   input     an event on 10 February 2024 (Spring Festival) with RRULE:RSCALE=CHINESE;FREQ=YEARLY (RFC 7529, section 4.1), the first three dates
#   expected  10 February 2024, 29 January 2025 and 17 February 2026, as Intl of Node.js 20 gives for the first day of the first month; or an error,
#             as from rrule 2.8.1 (npm) and python-dateutil 2.9.0.post0
#   found     10 February in each year
#
# Both packages read the rule, drop the part that they do not know and calculate with the rest. A plan of holidays, duties or memorial days shows a
# working day as Spring Festival. Needs node 20, npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.26.1 rrule@2.8.1
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-dateutil==2.9.0.post0

cat >run.mjs <<'JS'
import ICAL from "ical.js";
import ical from "node-ical";
import rrule from "rrule";
const rule = "RSCALE=CHINESE;FREQ=YEARLY;COUNT=3";
const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20240101T000000Z", "DTSTART;VALUE=DATE:20240210",
  "SUMMARY:春节", "RRULE:" + rule, "END:VEVENT", "END:VCALENDAR", ""];
const text = lines.join("\r\n");
const each = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")).iterator();
console.log("ical.js:", [1, 2, 3].map(() => each.next().toString()).join(" "));
const event = Object.values(ical.sync.parseICS(text)).find(({ type }) => type === "VEVENT");
console.log("node-ical:", event.rrule.all().map((date) => date.toISOString().slice(0, 10)).join(" "));
try {
  console.log("rrule:", rrule.rrulestr("RRULE:" + rule).all());
} catch (error) {
  console.log("rrule:", error.message);
}
const lunar = new Intl.DateTimeFormat("en-u-ca-chinese", { month: "numeric", day: "numeric", timeZone: "UTC" });
const days = [];
for (let day = Date.UTC(2024, 0, 1); days.length < 3; day += 864e5)
  if (lunar.format(day) === "1/1") days.push(new Date(day).toISOString().slice(0, 10));
console.log("Intl:", days.join(" "));
JS
cat >run.py <<'PY'
import datetime

from dateutil.rrule import rrulestr

try:
    print(list(rrulestr("RSCALE=CHINESE;FREQ=YEARLY;COUNT=3", dtstart=datetime.datetime(2024, 2, 10))))
except ValueError as error:
    print("dateutil:", error)
PY
node run.mjs >found
env/bin/python run.py >>found
cat found
cat >recorded <<'TXT'
ical.js: 2024-02-10 2025-02-10 2026-02-10
node-ical: 2024-02-10 2025-02-10 2026-02-10
rrule: Unknown RRULE property 'RSCALE'
Intl: 2024-02-10 2025-01-29 2026-02-17
dateutil: unknown parameter 'RSCALE'
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
