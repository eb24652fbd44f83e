#!/bin/sh
# icalendar 7.3.2 (Python, reads bytes) and node-ical 0.26.1 (npm, reads a file): a Chinese character that is divided by the line folding of a
# calendar file becomes replacement characters.
#
#   input     an event with SUMMARY:甲市人民政府办公室关于做好防汛抗旱工作的通知, whose line is folded after 57 octets, between two bytes of 旱; Calendar.from_ical of the
#             bytes, nodeical.sync.parseFile; then the same file folded before the character
#   expected  the title in both cases: RFC 5545, section 3.1, says that simple programs fold within a UTF-8 sequence, and that a reader needs to
#             unfold lines in such a way that the sequence is restored
#   found     防汛抗���工作, without an error; the second file is right
#
# Both packages decode first and unfold afterwards. A program that folds by octets never cuts an English letter, and cuts a Chinese character in two
# cases of three. The damaged title goes into the list of meetings, and the next export writes it for good. Needs node 20, npm, python3 with venv,
# and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-ical@0.26.1
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install icalendar==7.3.2

cat >run.py <<'PY'
import icalendar

line = "SUMMARY:甲市人民政府办公室关于做好防汛抗旱工作的通知".encode()
cut = line.index("旱".encode())
for name, place in [("within", cut + 1), ("before", cut)]:
    lines = [b"BEGIN:VCALENDAR", b"VERSION:2.0", b"PRODID:-//example//", b"BEGIN:VEVENT", b"UID:1", b"DTSTAMP:20240618T000000Z", b"DTSTART:20240618T010000Z",
             line[:place], b" " + line[place:], b"END:VEVENT", b"END:VCALENDAR", b""]
    data = b"\r\n".join(lines)
    with open(name + ".ics", "wb") as file:
        file.write(data)
    print(f"{name}: {len(line[:place])} octets, icalendar:", icalendar.Calendar.from_ical(data).walk("VEVENT")[0]["SUMMARY"])
PY
cat >run.mjs <<'JS'
import ical from "node-ical";
for (const name of ["within", "before"]) {
  const [event] = Object.values(ical.sync.parseFile(name + ".ics")).filter(({ type }) => type === "VEVENT");
  console.log(`${name}: node-ical:`, event.summary);
}
JS
env/bin/python run.py >found
node run.mjs >>found
cat found
cat >recorded <<'TXT'
within: 57 octets, icalendar: 甲市人民政府办公室关于做好防汛抗���工作的通知
before: 56 octets, icalendar: 甲市人民政府办公室关于做好防汛抗旱工作的通知
within: node-ical: 甲市人民政府办公室关于做好防汛抗���工作的通知
before: node-ical: 甲市人民政府办公室关于做好防汛抗旱工作的通知
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
