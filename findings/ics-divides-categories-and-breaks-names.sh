#!/bin/sh
# ics 3.12.0 (npm): a comma within a category divides it, and a person's name with quotation marks is written in a form that iCalendar does not have.
#
#   input     createEvent with the categories 会议,听证 and 公告, and an attendee 王"小"明; the comma in the title 听证,第一次
#   expected  CATEGORIES:会议\,听证,公告, as in the title, where the comma is escaped; a name without quotation marks, with others, or an error, because a
#             parameter value cannot contain "
#   found     CATEGORIES:会议,听证,公告, that is three categories; CN="王\"小\"明", which ends after 王\ for readers of the format
#
# A calendar of hearings that is made from a list of subjects has more subjects than the list, and a reader may drop the attendee or the event. Needs
# npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ics@3.12.0
cat >run.cjs <<'JS'
const ics = require("ics");
const { error, value } = ics.createEvent({ title: "听证,第一次", start: [2024, 6, 18], duration: { days: 1 }, categories: ["会议,听证", "公告"], attendees: [{ name: '王"小"明', email: "a@example.com" }] });
console.log(String(error));
console.log(value.split("\r\n").filter((line) => /^(SUMMARY|CATEGORIES|ATTENDEE)/.test(line)).join("\n"));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
null
SUMMARY:听证\,第一次
CATEGORIES:会议,听证,公告
ATTENDEE;CN="王\"小\"明":mailto:a@example.com
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
