#!/bin/sh
# Chromium 156 (Debian 12): a link with #:~:text= finds Chinese text on the page only if both ends of the text are word boundaries in the browser's
# own dictionary.
#
#   input     a page with 甲县政府信息公开办法, 第一百零一条 and 二〇二四年 below the fold; links with #:~:text= to parts of them
#   expected  every part is found and the page scrolls to it: Chinese has no spaces, so a match can begin at any character, as in "find in page"
#   found     信息公开, 公开办法, 县政府 and 第一百零一条 are found; 公开办, 开办法, 息公开, 一百零一, 百零一条 and 二四 are not, and the page stays at its top
#
# The rule of whole words is meant for languages with spaces. For Chinese, a dictionary that no author can see decides, so a link works for one phrase
# and does nothing for the next, without a message. A program that makes such links from a query must extend them to whole words, or mark the place
# with a script. The script runs the browser without mulu and fails if the behaviour changes. It needs npm, Debian 12's chromium (or CHROMIUM=path),
# and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund puppeteer-core@24.43.1
cat >run.mjs <<'JS'
import { createServer } from "node:http";
import puppeteer from "puppeteer-core";
const page = `<!doctype html><html lang="zh"><meta charset="utf-8"><title>x</title><body><div style="height: 4000px"></div>
<p>关于印发《甲县政府信息公开办法》的通知，第一百零一条规定二〇二四年一月一日起施行。</p><div style="height: 4000px"></div>`;
const server = createServer((_, answer) => answer.setHeader("content-type", "text/html; charset=utf-8").end(page)).listen(0, "127.0.0.1");
await new Promise((ready) => server.once("listening", ready));
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"], userDataDir: "profile" });
for (const text of ["信息公开", "公开办法", "县政府", "第一百零一条", "公开办", "开办法", "息公开", "一百零一", "百零一条", "二四"]) {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/#:~:text=${encodeURIComponent(text)}`);
    await new Promise((later) => setTimeout(later, 500));
    console.log(text, (await tab.evaluate(() => scrollY > 100)) ? "found" : "not found");
    await tab.close();
}
await browser.close();
process.exit(0);
JS
"${CHROMIUM:-/usr/bin/chromium}" --version 2>/dev/null
timeout 100 node run.mjs >found
cat found
cat >recorded <<'TXT'
信息公开 found
公开办法 found
县政府 found
第一百零一条 found
公开办 not found
开办法 not found
息公开 not found
一百零一 not found
百零一条 not found
二四 not found
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
