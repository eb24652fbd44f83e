#!/bin/sh
# pydantic 2.14.4 (Python): the date 20240618 is read as a second of the year 1970.
#
#   input     {"成文时间": "20240618"} for a field of type datetime, as exchange formats of offices write a day; beside it 2024-06-18 and 20240618T000000
#   expected  2024-06-18, the basic form of ISO 8601, which datetime.fromisoformat of Python 3.11 reads; or an error, as for 20240618T000000
#   found     1970-08-23 06:23:38 UTC, no error
#
# Text of digits alone is taken for seconds since 1970, though it stands in quotation marks. A field of type date gives an error for most days, so the day
# is declared a datetime and all records pass; those from 1949 to 2024 lie within nine days of August 1970. strict=True lets them pass too. The script
# runs the package without mulu, and fails when the behaviour is another. It needs python3 3.11 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pydantic==2.14.4

cat >run.py <<'PY'
import datetime
import pydantic

class Document(pydantic.BaseModel):
    time: datetime.datetime = pydantic.Field(alias="成文时间")

for text in ["2024-06-18", "20240618", "19491001", "20240618T000000"]:
    try:
        read = Document.model_validate_json('{"成文时间": "%s"}' % text).time
    except pydantic.ValidationError as error:
        read = error.errors()[0]["type"]
    print(text, "pydantic:", read, "| Python:", datetime.datetime.fromisoformat(text))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
2024-06-18 pydantic: 2024-06-18 00:00:00 | Python: 2024-06-18 00:00:00
20240618 pydantic: 1970-08-23 06:23:38+00:00 | Python: 2024-06-18 00:00:00
19491001 pydantic: 1970-08-14 14:10:01+00:00 | Python: 1949-10-01 00:00:00
20240618T000000 pydantic: datetime_from_date_parsing | Python: 2024-06-18 00:00:00
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
