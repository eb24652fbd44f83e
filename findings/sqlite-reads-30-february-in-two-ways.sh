#!/bin/sh
# sql.js 1.8.0 and 1.17.0 (npm, SQLite 3.39 and 3.54): date('2024-02-30') is 2024-02-30 in one and 2024-03-01 in the other, and 2024-06-31 likewise.
#
#   input     date(x), date(x) IS x and date(x, '+0 days') for 2024-02-29, 2024-02-30, 2024-06-31 and 2024-06-32
#   expected  NULL for days that do not exist, as for 2024-06-32
#   found     the old one gives back 30 February, so the usual test date(x) IS x accepts it, and calls it 1 March as soon as it counts; the new one
#             gives 1 March and 1 July at once, so the test refuses, but WHERE date(x) >= '2024-03-01' takes the row
#
# A register that was checked in one program and is read in another has documents of days that do not exist, in February by one count and in March by
# the other. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund old@npm:sql.js@1.8.0 new@npm:sql.js@1.17.0
cat >run.cjs <<'JS'
(async () => {
    for (const name of ["old", "new"]) {
        const base = new (await require(name)()).Database();
        console.log("SQLite", base.exec("SELECT sqlite_version()")[0].values[0][0]);
        for (const x of ["2024-02-29", "2024-02-30", "2024-06-31", "2024-06-32"])
            console.log(x, ...base.exec(`SELECT date('${x}'), date('${x}') IS '${x}', date('${x}', '+0 days')`)[0].values[0].map(String));
    }
})();
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
SQLite 3.39.3
2024-02-29 2024-02-29 1 2024-02-29
2024-02-30 2024-02-30 1 2024-03-01
2024-06-31 2024-06-31 1 2024-07-01
2024-06-32 null 0 null
SQLite 3.54.1
2024-02-29 2024-02-29 1 2024-02-29
2024-02-30 2024-03-01 0 2024-03-01
2024-06-31 2024-07-01 0 2024-07-01
2024-06-32 null 0 null
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
