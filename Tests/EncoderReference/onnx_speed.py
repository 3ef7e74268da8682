"""Compares the speed of Tocsin's MiniLM with that of onnxruntime, one thread each, by processor time.

    python3 onnx_speed.py DIR MESSAGES.csv BENCHMARK [RUNS] [--kernels KINDS] [--check STRINGS VECTORS]

DIR is the folder of `encoders.py` for MiniLM, BENCHMARK the program of `swift build -c release --product Benchmark`. The two run by
turns, RUNS times each (5); both count the splitting into tokens. The graph is made here from the weights, once of standard
operations (opset 17) and once of onnxruntime's fused ones. --kernels takes kinds by commas, such as avx2,avx512. --check compares its vectors with those of `reference.py`.

Requires onnx and onnxruntime besides `requirements.txt`.
"""

import csv
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

BATCHES = (1, 8, 16, 32, 64)


class Graph:
    """Nodes and constants of a graph in the making."""

    def __init__(self, weights, config):
        self.weights, self.config, self.nodes, self.constants = weights, config, [], {}

    def constant(self, name, values):
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, name, transposed=False):
        values = self.weights[name]
        return self.constant(name, values.T if transposed else values)

    def add(self, kind, *inputs, domain="", **attributes):
        output = f"{kind}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], domain=domain, **attributes))
        return output

    def linear(self, x, name, biased=True):
        product = self.add("MatMul", x, self.weight(f"{name}.weight", transposed=True))
        return self.add("Add", product, self.weight(f"{name}.bias")) if biased else product

    def normalized(self, x, name):
        return self.add("LayerNormalization", x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"),
                        axis=-1, epsilon=self.config["layer_norm_eps"])

    def model(self, output):
        inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"]),
                  helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["batch", "length"])]
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", self.config["hidden_size"]])
        graph = helper.make_graph(self.nodes, "encoder", inputs, [result], list(self.constants.values()))
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
        return model.SerializeToString()


def graph(weights, config, fused):
    g = Graph(weights, config)
    width, heads = config["hidden_size"], config["num_attention_heads"]
    size = width // heads
    place = g.add("Gather", g.add("Shape", "ids"), g.constant("one", np.array([1])))
    positions = g.add("Slice", g.weight("embeddings.position_embeddings.weight"), g.constant("zero", np.array([0])), place)
    tokens = g.add("Gather", g.weight("embeddings.word_embeddings.weight"), "ids")
    kind = g.constant("type", weights["embeddings.token_type_embeddings.weight"][0])
    x = g.normalized(g.add("Add", g.add("Add", tokens, positions), kind), "embeddings.LayerNorm")
    if fused:
        mask = g.add("Cast", "mask", to=TensorProto.INT32)
    else:
        rows = g.add("Unsqueeze", "mask", g.constant("axes", np.array([1, 2])))
        off = g.add("Sub", g.constant("1", np.float32(1)), rows)
        mask = g.add("Mul", off, g.constant("low", np.float32(-1e9)))
    for layer in range(config["num_hidden_layers"]):
        name = f"encoder.layer.{layer}"
        own = f"{name}.attention.self"
        if fused:
            parts = [f"{own}.{part}" for part in ("query", "key", "value")]
            matrix = g.constant(f"{own}.weight", np.concatenate([weights[f"{p}.weight"].T for p in parts], axis=1))
            bias = g.constant(f"{own}.bias", np.concatenate([weights[f"{p}.bias"] for p in parts]))
            mixed = g.add("Attention", x, matrix, bias, mask, domain="com.microsoft", num_heads=heads)
            x = skipped(g, mixed, x, f"{name}.attention.output")
            inner = g.add("BiasGelu", g.linear(x, f"{name}.intermediate.dense", biased=False),
                          g.weight(f"{name}.intermediate.dense.bias"), domain="com.microsoft")
            x = skipped(g, inner, x, f"{name}.output")
            continue

        def split(part, order):
            y = g.add("Reshape", g.linear(x, f"{own}.{part}"), g.constant("heads", np.array([0, 0, heads, size])))
            return g.add("Transpose", y, perm=order)

        scores = g.add("MatMul", split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]))
        scores = g.add("Mul", scores, g.constant("scale", np.float32(size ** -0.5)))
        shares = g.add("Softmax", g.add("Add", scores, mask), axis=-1)
        mixed = g.add("Transpose", g.add("MatMul", shares, split("value", [0, 2, 1, 3])), perm=[0, 2, 1, 3])
        mixed = g.add("Reshape", mixed, g.constant("whole", np.array([0, 0, width])))
        mixed = g.linear(mixed, f"{name}.attention.output.dense")
        x = g.normalized(g.add("Add", mixed, x), f"{name}.attention.output.LayerNorm")
        inner = g.linear(x, f"{name}.intermediate.dense")
        bell = g.add("Erf", g.add("Mul", inner, g.constant("root", np.float32(0.5 ** 0.5))))
        bell = g.add("Add", bell, g.constant("1", np.float32(1)))
        inner = g.add("Mul", g.add("Mul", inner, bell), g.constant("half", np.float32(0.5)))
        outer = g.linear(inner, f"{name}.output.dense")
        x = g.normalized(g.add("Add", outer, x), f"{name}.output.LayerNorm")
    column = g.add("Unsqueeze", "mask", g.constant("last", np.array([2])))
    sums = g.add("ReduceSum", g.add("Mul", x, column), g.constant("middle", np.array([1])), keepdims=0)
    return g.model(g.add("LpNormalization", sums, axis=-1, p=2))


def skipped(g, x, before, name):
    """x + before, the bias of x and the normalisation in one."""
    product = g.add("MatMul", x, g.weight(f"{name}.dense.weight", transposed=True))
    return g.add("SkipLayerNormalization", product, before, g.weight(f"{name}.LayerNorm.weight"),
                 g.weight(f"{name}.LayerNorm.bias"), g.weight(f"{name}.dense.bias"), domain="com.microsoft",
                 epsilon=g.config["layer_norm_eps"])


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def vectors(session, tokenizer, texts, batch, by_length):
    tokens = [encoding.ids for encoding in tokenizer.encode_batch_fast(texts)]
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i])) if by_length else range(len(tokens))
    order = list(order)
    result = [None] * len(tokens)
    for start in range(0, len(order), batch):
        chosen = order[start:start + batch]
        length = max(len(tokens[i]) for i in chosen)
        ids = np.zeros((len(chosen), length), np.int64)
        mask = np.zeros((len(chosen), length), np.float32)
        for row, i in enumerate(chosen):
            ids[row, :len(tokens[i])] = tokens[i]
            mask[row, :len(tokens[i])] = 1
        for i, vector in zip(chosen, session.run(None, {"ids": ids, "mask": mask})[0]):
            result[i] = vector
    return np.stack(result)


def check(sessions, tokenizer, strings, expected):
    texts = [json.loads(line) for line in Path(strings).read_text(encoding="utf-8").splitlines()]
    expected = np.load(expected)
    for name, one in sessions.items():
        made = vectors(one, tokenizer, texts, 16, True)
        cosines = (made * expected).sum(axis=1) / np.linalg.norm(made, axis=1) / np.linalg.norm(expected, axis=1)
        print(f"{name}: least cosine with {len(texts)} reference vectors {cosines.min():.7f}")


def ours(program, folder, messages, kernels):
    """Processor seconds at each level, and the number of messages."""
    command = [program, "encoder", str(folder), messages, "--runs", "1", "--json"]
    if kernels:
        command += ["--kernels", kernels]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(folder, messages, program, runs=5, kernels=None, checked=None):
    folder = Path(folder)
    weights, config = load_file(folder / "model.safetensors"), json.loads((folder / "config.json").read_text())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    longest = json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"]
    tokenizer.enable_truncation(longest)
    sessions = {name: session(graph(weights, config, name == "fused")) for name in ("standard", "fused")}
    if checked:
        check(sessions, tokenizer, *checked)
    with open(messages, encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    start = time.process_time()
    tokenizer.encode_batch_fast(texts)
    print(f"{len(texts)} messages; tokens alone {time.process_time() - start:.2f} s of the processor")
    few = texts[::8]
    cases = []
    for by_length in (True, False):
        def cost(case):
            start = time.process_time()
            vectors(sessions[case[0]], tokenizer, few, case[1], by_length)
            return time.process_time() - start
        cases.append((*min(((name, batch) for name in sessions for batch in BATCHES), key=cost), by_length))
    times = {case: [] for case in cases}
    levels = {}
    for _ in range(runs):
        for case in cases:
            start = time.process_time()
            vectors(sessions[case[0]], tokenizer, texts, case[1], case[2])
            times[case].append(time.process_time() - start)
        measured = ours(program, folder, messages, kernels)
        if measured["messages"] != len(texts):
            raise ValueError(f"{messages}: {measured['messages']} messages there, {len(texts)} here")
        for level, seconds in measured["seconds"].items():
            levels.setdefault(level, []).append(seconds)
    theirs = {case: statistics.median(seconds) for case, seconds in times.items()}
    for (name, batch, by_length), seconds in theirs.items():
        order = "by length" if by_length else "unsorted"
        print(f"onnxruntime {onnxruntime.__version__}, {name}, batches of {batch} {order}: {len(texts) / seconds:.0f} a second")
    for level, seconds in levels.items():
        speed = len(texts) / statistics.median(seconds)
        ratios = ", ".join(
            f"{statistics.median(t / s for t, s in zip(times[case], seconds)):.2f} × {'by length' if case[2] else 'unsorted'}"
            for case in cases)
        print(f"Tocsin, {level}: {speed:.0f} a second; {ratios}")


if __name__ == "__main__":
    arguments, options = sys.argv[1:], {}
    for option, count in (("--kernels", 1), ("--check", 2)):
        if option in arguments:
            at = arguments.index(option)
            options[option] = arguments[at + 1:at + 1 + count]
            del arguments[at:at + 1 + count]
    if len(arguments) not in (3, 4):
        sys.exit(__doc__)
    main(*arguments[:3], *map(int, arguments[3:]), kernels=options.get("--kernels", [None])[0],
         checked=options.get("--check"))
