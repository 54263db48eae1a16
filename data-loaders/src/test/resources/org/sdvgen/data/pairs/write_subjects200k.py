"""Writes the small Parquet files beside this script as Subjects200K is laid out. Needs pyarrow and Pillow.

A half has its row's number as its red level, and green 200 on the left, blue 200 on the right; padding is white.
"""
import io
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

HERE = pathlib.Path(__file__).parent
ROWS = 6
QUALITY = [(5, 5, 5), (5, 5, 5), (5, 3, 5), None, (5, 5, 5), (5, 5, 5)]
PADDING = [16, 8, 16, 16, 0, 16]
VALID = [True, True, True, True, False, True]
ITEM = ["Eames Lounge Chair", "Toy Robot", "Vase", "Vase", "Vase", "Blue Kettle"]
LEFT = ["A lounge chair stands by the window.", "The toy robot walks over sand.", "A vase.", "A vase.", "A vase.", "The kettle boils."]
RIGHT = ["On a terrace, the chair waits.", "At night, the toy robot glows.", "The vase.", "The vase.", "The vase.", "A blue kettle in snow."]


def composite(row, side=64):
    pad = PADDING[row]
    image = Image.new("RGB", (2 * side + 3 * pad, side + 2 * pad), "white")
    image.paste((row, 200, 0), (pad, pad, pad + side, pad + side))
    image.paste((row, 0, 200), (2 * pad + side, pad, 2 * pad + 2 * side, pad + side))
    data = io.BytesIO()
    image.save(data, "PNG")
    return {"bytes": data.getvalue(), "path": None}


def quality(values):
    names = ("compositeStructure", "objectConsistency", "imageQuality")
    return None if values is None else dict(zip(names, values))


def table():
    description = pa.struct(
        [("item", pa.string()), ("description_0", pa.string()), ("description_1", pa.string()),
         ("category", pa.string()), ("description_valid", pa.bool_())])
    assessment = pa.struct([(n, pa.int64()) for n in ("compositeStructure", "objectConsistency", "imageQuality")])
    picture = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    return pa.table({
        "image": pa.array([composite(i) for i in range(ROWS)], picture),
        "collection": pa.array(["collection_1", "collection_2"] * (ROWS // 2), pa.string()),
        "quality_assessment": pa.array([quality(q) for q in QUALITY], assessment),
        "description": pa.array(
            [{"item": ITEM[i], "description_0": LEFT[i], "description_1": RIGHT[i], "category": "thing",
              "description_valid": VALID[i]} for i in range(ROWS)], description),
        "tags": pa.array([["a", "b"], [], None, ["c"], [], []], pa.list_(pa.string())),
    })


rows = table()
for first in (0, 3):
    shard = f"train-{first // 3:05}-of-00002.parquet"
    # Row groups of two rows and pages of one, as large pictures make them.
    pq.write_table(rows.slice(first, 3), HERE / "subjects200k/data" / shard, row_group_size=2, data_page_size=1, write_batch_size=1)
for codec in ("none", "gzip", "zstd"):
    pq.write_table(rows, HERE / "codecs" / f"{codec}.parquet", compression=codec, data_page_version="2.0", use_dictionary=codec != "gzip")
# Pictures that are missing: a struct, its bytes, and both at the end of a page of several rows.
holes = table().to_pydict()
holes["image"][1] = None
holes["image"][4] = {"bytes": None, "path": "lost.png"}
holes["quality_assessment"] = [quality((5, 5, 5))] * ROWS
holes["description"] = [dict(d, description_valid=True) for d in holes["description"]]
holes = pa.table(holes, schema=rows.schema)
for version in ("1.0", "2.0"):
    pq.write_table(holes, HERE / f"missing/pages-{version}/data/train-00000-of-00001.parquet", row_group_size=4, data_page_version=version)
