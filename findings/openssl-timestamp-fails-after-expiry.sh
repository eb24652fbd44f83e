#!/bin/sh
# OpenSSL 3.0 (Debian 12), `openssl ts -verify`: a valid RFC 3161 time stamp is reported as failed once the authority's certificate has expired,
# although the time of the stamp is within the validity of the certificate.
#
#   input     a token made today by a certificate that is valid for a year; verified today, and as on a day two years from now
#   expected  good on both days, as for code signatures with a time stamp: a stamp exists to prove, also later, that the data existed while the key
#             was valid
#   found     "Verification: OK"; then "certificate has expired", "Verification: FAILED", unless the time of the stamp is given by hand with -attime
#
# The check uses the clock. A package with a stamp passes every test for years, and fails when the archive first needs the proof; whoever reads FAILED
# thinks of forgery. The package must therefore state the right command. The script runs the program with keys of its own without mulu and fails if
# the behaviour changes. It needs openssl 3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >stamps.cnf <<'CNF'
[leaf]
extendedKeyUsage = critical, timeStamping
[authority]
serial = serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
CNF
openssl version
{
    openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 9000 -subj /CN=root
    openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=stamps
    openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 365 -extfile stamps.cnf -extensions leaf -out leaf.pem
    echo '甲政发〔2024〕12号' >package.txt
    openssl ts -query -data package.txt -sha256 -cert -out query
    openssl ts -reply -config stamps.cnf -section authority -queryfile query -signer leaf.pem -inkey leaf.key -out token
} >log 2>&1 || { cat log && exit 1; }
verify() { # verify NAME TIME
    printf '%s: ' "$1"
    openssl ts -verify -data package.txt -in token -CAfile root.pem -attime "$2" 2>&1 | grep -o 'Verification: .*\|certificate has expired' | tr '\n' ' '
    echo
}
now=$(date +%s)
{
    verify today "$now"
    verify 'in two years' $((now + 2 * 365 * 86400))
} >found
cat found
printf 'today: Verification: OK \nin two years: certificate has expired Verification: FAILED \n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
