"""`tocsin score` under Apache Spark: every line is scored once, though a filter is killed."""

import json
import pathlib
import shlex
import subprocess
import sys

import models
from pyspark.sql import SparkSession

COUNT, PARTS = 200_000, 8
program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
words = "flood mill river bridge concert cup final score noon water rises quiet street tonight road".split()
model = models.save(program, folder, [f"{words[i % 15]} {words[i * 7 % 13]} {words[i * 3 % 11]}" for i in range(40)])
filter = folder / "filter"
# The first to come for a name lets its child read some lines, and kills it.
filter.write_text(f"""#!/usr/bin/env bash
score() {{ exec {shlex.quote(program)} score --threads 1 --model {shlex.quote(model)}; }}
[ -n "$1" ] && mkdir "$1" 2>/dev/null || score
set -o pipefail
{{ head -n 3000; until [ -s "$1/child" ]; do sleep 0.1; done; sleep 1; kill -KILL "$(cat "$1/child")"; cat >/dev/null; }} |
    (echo "$BASHPID" >"$1/child.new" && mv "$1/child.new" "$1/child" && score)
""")
filter.chmod(0o700)

# Four tries a task; `local[2]` has one.
spark = (
    SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
numbers = spark.sparkContext.parallelize(range(COUNT), PARTS)
lines = numbers.map(lambda i: json.dumps({"id": i, "text": f"{words[i % 15]} {words[i * 7 % 13]}\n{i % 1000}"}))


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: found {found}, expected {expected}")


killed = folder / "killed"
scored = lines.pipe(f"{shlex.quote(str(filter))} {shlex.quote(str(killed))}", checkCode=True).collect()
check("a filter was killed", (killed / "child").exists(), True)
found = [json.loads(line) for line in scored]
check("lines of a filter that was killed once", len(found), COUNT)
check("their ids", [line["id"] for line in found] == list(range(COUNT)), True)
check("errors", [line for line in found if "error" in line], [])
whole = subprocess.run(
    [program, "score", "--model", model], input="".join(line + "\n" for line in lines.collect()).encode(),
    stdout=subprocess.PIPE, check=True).stdout
check("the same as in one piece", whole.decode().splitlines() == scored, True)

# What the article warns of.
silent = lines.pipe(f"{shlex.quote(str(filter))} {shlex.quote(str(folder / 'silent'))}").count()
check("without checkCode lines are lost in silence", silent < COUNT, True)
print(f"rdd.pipe: {COUNT} lines, each once; {COUNT - silent} lost without checkCode")

try:
    import pandas, pyarrow
except ImportError:
    print("mapInPandas: pip has no pandas or pyarrow for this machine: not tested")
    sys.exit()


def score(batches):
    for batch in batches:
        text = batch[["id", "text"]].to_json(orient="records", lines=True, force_ascii=False)
        done = subprocess.run(
            [program, "score", "--threads", "1", "--model", model], input=text.encode(), stdout=subprocess.PIPE,
            check=True)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        yield batch.assign(related=[line["probabilities"]["related"] for line in found])


frame = spark.createDataFrame(lines.map(json.loads).map(lambda line: (line["id"], line["text"])), "id long, text string")
rows = frame.mapInPandas(score, "id long, text string, related double").select("id", "related").collect()
check("rows of mapInPandas", len(rows), COUNT)
expected = {line["id"]: line["probabilities"]["related"] for line in found}
check("their scores", [row for row in rows if row.related != expected[row.id]][:3], [])
print(f"mapInPandas: {COUNT} rows, each once")
