#!/bin/sh
# linkifyjs 4.4.0 (npm): two addresses with 、 between them become one link; the link of a mail address includes the Chinese word before it and its
# colon; an address at the end of a sentence includes the Chinese full stop.
#
#   input     网址 http://a.example.gov.cn、http://b.example.gov.cn   邮箱：zfxx_gk@example.gov.cn   见 http://www.example.gov.cn/a.html。
#   expected  the addresses, as the same package ends them before "." and before "）", and as Autolinker 4.1.5 ends them
#   found     http://a.example.gov.cn、http://b.example.gov.cn as one   mailto:邮箱：zfxx_gk@example.gov.cn   http://www.example.gov.cn/a.html。
#
# Mail goes to an address whose first part is the Chinese word for mailbox, and the link at the end of a sentence is dead. The package knows the
# closing bracket ） but not 。, so a trial with brackets shows nothing. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund linkifyjs@4.4.0 autolinker@4.1.5

cat >run.mjs <<'JS'
import * as linkifyjs from "linkifyjs";
import Autolinker from "autolinker";
for (const text of [
  "见 http://www.example.gov.cn/a.html.",
  "见（http://www.example.gov.cn/a.html）",
  "见 http://www.example.gov.cn/a.html。",
  "网址 http://a.example.gov.cn、http://b.example.gov.cn",
  "邮箱：zfxx_gk@example.gov.cn",
]) {
  console.log(text);
  console.log("  linkifyjs:", linkifyjs.find(text).map((m) => m.href).join(" "));
  console.log("  Autolinker:", Autolinker.parse(text, {}).map((m) => m.getAnchorHref()).join(" "));
}
JS
node run.mjs >found
cat found
cat >recorded <<'END'
见 http://www.example.gov.cn/a.html.
  linkifyjs: http://www.example.gov.cn/a.html
  Autolinker: http://www.example.gov.cn/a.html
见（http://www.example.gov.cn/a.html）
  linkifyjs: http://www.example.gov.cn/a.html
  Autolinker: http://www.example.gov.cn/a.html
见 http://www.example.gov.cn/a.html。
  linkifyjs: http://www.example.gov.cn/a.html。
  Autolinker: http://www.example.gov.cn/a.html
网址 http://a.example.gov.cn、http://b.example.gov.cn
  linkifyjs: http://a.example.gov.cn、http://b.example.gov.cn
  Autolinker: http://a.example.gov.cn http://b.example.gov.cn
邮箱：zfxx_gk@example.gov.cn
  linkifyjs: mailto:邮箱：zfxx_gk@example.gov.cn
  Autolinker: mailto:zfxx_gk@example.gov.cn
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
