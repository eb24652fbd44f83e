#!/bin/sh
# remark-cjk-friendly 2.3.3, markdown-it-cjk-friendly 3.0.0 and comrak's cjk_friendly_emphasis (Python package 0.0.16): the rule that makes bold work
# next to Chinese punctuation removes the stars of masked names, which plain CommonMark keeps.
#
#   input     中标候选人：张*、李*。
#   expected  the same text, as markdown-it 14.1.0, remark 11 and comrak without the option give it
#   found     中标候选人：张<em>、李</em>。
#
# The page then shows 张 and 李 as if they were whole names, and nobody sees that something is hidden. Needs npm, python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund markdown-it@14.1.0 markdown-it-cjk-friendly@3.0.0 unified@11.0.5 remark-parse@11.0.0 \
    remark-cjk-friendly@2.3.3 remark-rehype@11.1.2 rehype-stringify@10.0.1
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install comrak==0.0.16

cat >run.mjs <<'JS'
import MarkdownIt from "markdown-it";
import friendly from "markdown-it-cjk-friendly";
import { unified } from "unified";
import parse from "remark-parse";
import remarkFriendly from "remark-cjk-friendly";
import rehype from "remark-rehype";
import stringify from "rehype-stringify";
const text = process.argv[2];
const remark = (...plugins) =>
    plugins.reduce((all, one) => all.use(one), unified().use(parse)).use(rehype).use(stringify).processSync(text);
const show = (name, html) => console.log(`${name}: ${String(html).trim()}`);
show("markdown-it", MarkdownIt().render(text));
show("markdown-it-cjk-friendly", MarkdownIt().use(friendly).render(text));
show("remark", remark());
show("remark-cjk-friendly", remark(remarkFriendly));
JS
cat >run.py <<'PY'
import sys
import comrak
for name, friendly in [("comrak", False), ("comrak-cjk-friendly", True)]:
    options = comrak.ExtensionOptions()
    options.cjk_friendly_emphasis = friendly
    print(f"{name}: {comrak.render_markdown(sys.argv[1], extension_options=options).strip()}")
PY
text='中标候选人：张*、李*。'
node run.mjs "$text" >found
env/bin/python run.py "$text" >>found
cat found

same='<p>中标候选人：张*、李*。</p>'
lost='<p>中标候选人：张<em>、李</em>。</p>'
cat >recorded <<END
markdown-it: $same
markdown-it-cjk-friendly: $lost
remark: $same
remark-cjk-friendly: $lost
comrak: $same
comrak-cjk-friendly: $lost
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
