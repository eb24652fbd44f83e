"""Makes a Parquet file from `mulu export --format ndjson`: parquet.py DOCUMENTS.ndjson FILE.parquet

Each column has a fixed type, even if the first documents have no value for it. The lines are read a few thousand
at a time, so a large catalogue needs little memory.
"""
import datetime
import itertools
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq

AT_A_TIME = 5_000


def schema(first):
    """The type of each column, from its name and its value in the first document. A value that is a list in one document
    is a list in all. A key that the first document lacks, such as `elsewhere`, gets no column."""
    def kind(key, value):
        if key == "as_of" or key.startswith("date_"):
            return pa.date32()
        if key == "attachments":
            return pa.list_(pa.struct([("title", pa.string()), ("url", pa.string())]))
        if isinstance(value, list):
            return pa.list_(pa.string())
        return pa.string()
    return pa.schema([(key, kind(key, value)) for key, value in first.items()])


def main(source, target):
    with open(source, encoding="utf-8") as file:
        lines = (json.loads(line) for line in file)
        first = next(lines, None)
        if first is None:
            sys.exit(f"{source}: no documents")
        if "index" in first and "title" not in first:
            sys.exit(f"{source}: this file was written with --bulk; export without it")
        columns = schema(first)
        days = [field.name for field in columns if pa.types.is_date(field.type)]
        count = 0
        with pq.ParquetWriter(target, columns, compression="zstd") as writer:
            for some in iter(lambda rest=itertools.chain([first], lines): list(itertools.islice(rest, AT_A_TIME)), []):
                for row in some:
                    for day in days:
                        row[day] = row[day] and datetime.date.fromisoformat(row[day])
                writer.write_table(pa.Table.from_pylist(some, schema=columns))
                count += len(some)
    print(f"{target}: {count} documents")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
