#!/bin/sh
# charset-normalizer 3.5.3 (Python; requests asks it for the encoding of a page that declares none): it reads the titles of documents in GBK as
# Korean, and reports no doubt.
#
#   input     from_bytes(title.encode("gbk")).best() for eighteen titles of two to fourteen characters, such as 行政许可, 会议纪要 and 2024年部门预算
#   expected  gb18030 or gbk, or no answer: if the bytes are read as Korean, they are rare Chinese characters and syllables that form no word
#   found     cp949 for fourteen titles, Big5 for two (公示, 公告), gb18030 for the two longest
#
# Lists of titles, cells of old tables, names of files in a zip and answers of old services are short. The result is a text without an error, so it is
# stored and published: 行政许可 becomes 契漣冀옵. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install charset-normalizer==3.5.3
cat >run.py <<'PY'
from charset_normalizer import from_bytes

for title in "公示 公告 人事任免 财政决算 应急预案 年度报告 机构职能 行政许可 重大项目 政策解读 会议纪要 处罚决定书 征求意见稿 甲县人民政府 干部任前公示 2024年部门预算 关于防汛工作的通知 关于印发政府信息公开办法的通知".split():
    best = from_bytes(title.encode("gbk")).best()
    print(title, best.encoding if best else "none", str(best))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
公示 big5 鼠尨
公告 big5 鼠豢
人事任免 cp949 훙慤훨출
财政决算 cp949 꼿漣엄炬
应急预案 cp949 壇선渡갭
年度报告 cp949 쾨똑괩멩
机构职能 cp949 샙뭐斂콘
行政许可 cp949 契漣冀옵
重大项目 cp949 路댕淃커
政策解读 cp949 漣꿉썩뗍
会议纪要 cp949 삔累셩狼
处罚决定书 cp949 뇹랜엄땍蝎
征求意见稿 cp949 瀝헹雷숨멨
甲县人民政府 cp949 솖群훙췽漣리
干部任前公示 cp949 맴꼬훨품무刻
2024年部门预算 cp949 2024쾨꼬쳔渡炬
关于防汛工作的通知 gb18030 关于防汛工作的通知
关于印发政府信息公开办法的通知 gb18030 关于印发政府信息公开办法的通知
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
