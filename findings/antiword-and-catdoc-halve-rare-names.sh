#!/bin/sh
# antiword 0.37 and catdoc 0.95 (Debian 12): if a .doc file contains a rare character of a name, their UTF-8 output is not valid UTF-8.
#
#   input     任命李𬱖为科长 in a .doc made by LibreOffice 7.4.7; antiword -m UTF-8.txt, catdoc -d utf-8
#   expected  the text in UTF-8, or a question mark for the one character
#   found     the two halves of the UTF-16 pair, each in three bytes (ED A1 B3 ED B1 96), which UTF-8 forbids; exit status 0
#
# A strict reader refuses the whole file, and others show six signs in place of the character, so one name can stop an import. Common characters are
# converted correctly, so a short trial shows nothing. Needs LibreOffice Writer (soffice), Debian 12's apt-get and dpkg-deb, python3 with venv, and
# a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0
apt-get -q download antiword=0.37-16+deb12u1 catdoc=1:0.95-6~deb12u1 >log 2>&1
for package in *.deb; do dpkg-deb -x "$package" .; done

cat >run.py <<'PY'
import docx

made = docx.Document()
made.add_paragraph("任命李\U0002CC56为科长")
for _ in range(40):  # antiword refuses a file of one line
    made.add_paragraph("特此通知。")
made.save("a.docx")
PY
env/bin/python run.py
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to doc a.docx >log 2>&1
ANTIWORDHOME="$work/usr/share/antiword" usr/bin/antiword -m UTF-8.txt a.doc >antiword.txt
printf 'charset_path = %s\nmap_path = %s\n' "$work/usr/share/catdoc" "$work/usr/share/catdoc" >.catdocrc
HOME="$work" usr/bin/catdoc -d utf-8 a.doc >catdoc.txt
python3 - >found <<'PY'
for name in ["antiword", "catdoc"]:
    line = next(line for line in open(name + ".txt", "rb").read().splitlines() if line.strip())
    try:
        line.decode("utf-8")
        judged = "UTF-8"
    except UnicodeDecodeError:
        judged = "no UTF-8"
    print(f"{name}: {line.decode('utf-8', 'surrogatepass').encode('utf-16', 'surrogatepass').decode('utf-16')}, bytes", line[9:-9].hex(" "), judged)
PY
cat found
cat >recorded <<'END'
antiword: 任命李𬱖为科长, bytes ed a1 b3 ed b1 96 no UTF-8
catdoc: 任命李𬱖为科长, bytes ed a1 b3 ed b1 96 no UTF-8
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
