#!/bin/sh
# Python 3.11, email: of a page that Chromium 156 saves as MHTML, get_content() gives three U+FFFD for each Chinese character.
#
#   input     a page in UTF-8, saved by Chromium (Page.captureSnapshot, which "save as, single file" uses too); email.policy.default, get_content()
#   expected  the text: the page says UTF-8, Chromium writes that into the page it saves, and a program that saves a part of type text names its charset
#   found     Content-Type: text/html without a charset, read as ASCII with replacements, no error; the subject, in its own encoding, is right
#
# The title is right, the length is about right, letters and digits are right. get_payload(decode=True) has the bytes. An office's pages that were
# kept as MHTML are converted into rows of question marks. The script runs the programs without mulu, and fails when the behaviour is another. It needs
# chromium (or CHROMIUM=path), python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install websocket-client==1.9.2

cat >run.py <<'PY'
import email
import email.policy
import json
import os
import subprocess
import time
import urllib.request
import websocket

with open("a.html", "w", encoding="utf-8") as out:
    out.write('<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>甲市公报</title><p>甲政发〔2024〕12号</p></html>')
browser = subprocess.Popen([os.environ.get("CHROMIUM", "chromium"), "--headless=new", "--no-sandbox", "--remote-debugging-port=0",
                            f"--user-data-dir={os.getcwd()}/profile", "file://" + os.path.abspath("a.html")], stderr=subprocess.DEVNULL)
try:
    until = time.time() + 60
    port = None
    while port is None and time.time() < until:
        time.sleep(0.2)
        if os.path.exists("profile/DevToolsActivePort"):
            lines = open("profile/DevToolsActivePort").read().splitlines()
            port = lines[0] if lines else None
    pages = []
    while not pages and time.time() < until:
        time.sleep(0.2)
        pages = [p for p in json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json")) if p["type"] == "page" and p["title"] == "甲市公报"]
    socket = websocket.create_connection(pages[0]["webSocketDebuggerUrl"], suppress_origin=True)
    socket.send(json.dumps({"id": 1, "method": "Page.captureSnapshot", "params": {"format": "mhtml"}}))
    answer = {}
    while answer.get("id") != 1:
        answer = json.loads(socket.recv())
finally:
    browser.terminate()
    browser.wait()
message = email.message_from_bytes(answer["result"]["data"].encode(), policy=email.policy.default)
part = next(part for part in message.walk() if part.get_content_type() == "text/html")
print("subject:", message["subject"])
print("type:", part["content-type"])
cut = lambda text: text[text.index("<p>"):text.index("</p>")]
print("get_content:", cut(part.get_content()))
print("bytes as UTF-8:", cut(part.get_payload(decode=True).decode()))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
subject: 甲市公报
type: text/html
get_content: <p>������������2024���12���
bytes as UTF-8: <p>甲政发〔2024〕12号
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
