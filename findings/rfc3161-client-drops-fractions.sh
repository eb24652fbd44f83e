#!/bin/sh
# rfc3161-client 1.0.9 (Python): it drops the fraction of the second from the time in a time stamp by RFC 3161, so two stamps of the same second have
# the same time.
#
#   input     two answers that OpenSSL 3.0 (Debian 12), as a time-stamping authority with clock_precision_digits = 3 and ordering = yes, made some
#             hundredths of a second apart; decode_timestamp_response(…).tst_info.gen_time
#   expected  the milliseconds: genTime is a GeneralizedTime with fractions (RFC 3161, 2.4.2), and a Python datetime can store them; rfc3161ng 2.1.3
#             gives them
#   found     whole seconds for both
#
# With "ordering" the authority states that the times of its stamps alone show which of two files came first, for example a tender and the list of
# those who tendered. A record made from gen_time no longer shows this. Needs openssl, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install rfc3161-client==1.0.9 rfc3161ng==2.1.3
cat >tsa.cnf <<'TXT'
[tsa]
default_tsa = t
[t]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
default_policy = 1.2.3.4.1
digests = sha256
clock_precision_digits = 3
ordering = yes
signer_digest = sha256
ess_cert_id_alg = sha256
TXT
echo 0001 >serial
openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -days 365 -subj "/C=CN/O=test/CN=time" \
    -addext "extendedKeyUsage=critical,timeStamping" -addext "keyUsage=critical,digitalSignature" >log 2>&1
echo 甲 >a.txt
openssl ts -query -data a.txt -sha256 -cert -out a.tsq 2>>log
echo 1 >1.time
echo 2 >2.time
# two stamps in one second, neither of them at its beginning
until [ "$(cut -d. -f1 1.time)" = "$(cut -d. -f1 2.time)" ] && grep -q '\.' 1.time && grep -q '\.' 2.time; do
    for file in 1 2; do
        openssl ts -reply -config tsa.cnf -queryfile a.tsq -out $file.tsr 2>>log
        openssl ts -reply -in $file.tsr -text 2>>log | sed -n 's/^Time stamp: //p' >$file.time
    done
done
cat >run.py <<'PY'
import rfc3161ng
from rfc3161_client import decode_timestamp_response

answers = [open(name, "rb").read() for name in ("1.tsr", "2.tsr")]
here = [decode_timestamp_response(a).tst_info.gen_time for a in answers]
there = [rfc3161ng.get_timestamp(rfc3161ng.decode_timestamp_response(a).time_stamp_token) for a in answers]
print("rfc3161-client: fractions of a second:", [t.microsecond for t in here])
print("rfc3161ng: fractions of a second:", "there" if all(t.microsecond for t in there) else "missing", "| the second stamp is later:", there[0] < there[1])
PY
env/bin/python run.py >found
cat 1.time 2.time found
cat >recorded <<'TXT'
rfc3161-client: fractions of a second: [0, 0]
rfc3161ng: fractions of a second: there | the second stamp is later: True
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
