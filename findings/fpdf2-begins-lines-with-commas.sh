#!/bin/sh
# fpdf2 2.8.9 (Python), which makes PDFs: it begins lines of Chinese text with a comma, a full stop or a closing bracket, and ends lines with an
# opening one.
#
#   input     multi_cell of a notice of seventy characters in 20 point, with the font AR PL SungtiL GB, in widths from 60 to 120 mm
#   expected  a line that is one character shorter or longer, as browsers, Word and LibreOffice break it: GB/T 15834—2011, 5.1.2 to 5.1.6 forbids
#             these marks at the beginning or at the end of a line
#   found     lines such as 》，现将有关事项通知如 and 。请于2024年6月18 and a last line of ）。 alone; （ at the end of a line
#
# The package breaks a line after each Chinese character, without a list of marks. The script runs the package without mulu and fails if the behaviour
# changes. It needs Debian 12's apt-get and dpkg-deb, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download fonts-arphic-gbsn00lp=2.11-16 >log 2>&1
dpkg-deb -x fonts-arphic-gbsn00lp_*.deb .
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install fpdf2==2.8.9
cat >run.py <<'PY'
from fpdf import FPDF

text = ("各乡镇人民政府，各街道办事处：根据《中华人民共和国政府信息公开条例》，现将有关事项通知如下。"
        "请于2024年6月18日前报送，逾期不予受理（联系人：张某）。")
page = FPDF()
page.add_page()
page.add_font("song", "", "usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf")
page.set_font("song", size=20)
for width in range(60, 121, 10):
    lines = page.multi_cell(width, 10, text, dry_run=True, output="LINES")
    print(width, *(line for line in lines if line[0] in "，。：》）" or line[-1] in "《（"))
PY
env/bin/python run.py 2>errors.log >found
cat found
cat >recorded <<'TXT'
60 ）。
70 街道办事处：根据《 。请于2024年6月18日 。
80 》，现将有关事项通知如 前报送，逾期不予受理（
90 ）。
100 18日前报送，逾期不予受理（
110 。请于2024年6月18日前报送，逾
120
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
