#!/bin/sh
# mime-types 3.0.2 and mime 4.1.2 (npm; the types that Express, serve and most servers in JavaScript send): a document of WPS Writer is a file of
# Microsoft Works, a program that ended in 2009; tables and slides of WPS and OFD files have no type.
#
#   input     a.wps, a.et, a.dps (the formats of WPS Office) and a.ofd (GB/T 33190); a.doc and a.xls beside them; send 1.2.0, which Express uses for
#             files
#   expected  no type for all four, so that the name decides, or types of their own
#   found     application/vnd.ms-works for a.wps; false or null for a.et, a.dps and a.ofd
#
# In a Chinese office, a file of this name comes from WPS Writer. A program that goes by the type passes them to a converter for Works. The script
# runs the packages without mulu and fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mime-types@3.0.2 mime@4.1.2 send@1.2.0
cat >run.mjs <<'JS'
import fs from "node:fs";
import http from "node:http";
import mime from "mime";
import types from "mime-types";
import send from "send";
const server = http.createServer((request, answer) => send(request, request.url, { root: "." }).pipe(answer)).listen(0);
for (const name of ["a.wps", "a.et", "a.dps", "a.ofd", "a.doc", "a.xls"]) {
    fs.writeFileSync(name, "x");
    const sent = (await fetch(`http://127.0.0.1:${server.address().port}/${name}`)).headers.get("content-type");
    console.log(name, types.lookup(name), mime.getType(name), sent);
}
server.close();
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
a.wps application/vnd.ms-works application/vnd.ms-works application/vnd.ms-works
a.et false null application/octet-stream
a.dps false null application/octet-stream
a.ofd false null application/octet-stream
a.doc application/msword application/msword application/msword
a.xls application/vnd.ms-excel application/vnd.ms-excel application/vnd.ms-excel
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
