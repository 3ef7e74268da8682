"""Tokens and vectors of messages, calculated in float64.

    python3 reference.py DIR MESSAGES OUT [--tokens] [use|minilm|e5 ...]

DIR is as encoders.py makes it; MESSAGES has a JSON string a line. Writes OUT/NAME.tokens.jsonl, a JSON array of ids a
line with the special ones (at most 256 for minilm, 512 for e5, any number for use), and OUT/NAME.vectors.npy. For e5
there are OUT/e5.tokens.jsonl, of the messages as they are, and OUT/e5.query.tokens.jsonl, of "query: " and the message:
its vectors are of the latter.
"""

import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import safetensors.numpy
import sentencepiece
import tokenizers


class UniversalSentenceEncoder:
    """USE multilingual v3: embeddings, convolutions over 2, 3 and 5 neighbours, a sum over tokens, four dense layers."""

    branches = [(2, 0), (3, 1), (5, 2)]
    prefixes = {"tokens": ""}

    def __init__(self, folder):
        self.tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sp.model"))
        arrays = {path.stem: np.load(path) for path in folder.glob("*.npy")}
        self.table = [arrays.pop(f"q{chunk + 1}") for chunk in range(17)]
        self.weights = {name: values.astype(np.float64) for name, values in arrays.items()}

    def tokens(self, text):
        return [self.tokenizer.bos_id(), *self.tokenizer.encode(text), self.tokenizer.eos_id()]

    def vector(self, ids):
        w = self.weights
        embedded = np.array([
            self.table[i % 17][i // 17].astype(np.float64) * w["scale"][i % 17] + w["lo"][i % 17] for i in ids])
        projected = [embedded @ w[f"proj{n}"] + w[f"proj_b{n}"] for n, _ in self.branches]
        # One normalisation over the three branches together.
        normal = standardised(np.concatenate(projected, axis=1), w["eps"])
        features = [embedded]
        for branch, (n, left) in enumerate(self.branches):
            x = normal[:, branch * 256:(branch + 1) * 256] * w[f"ln_g{n}"] + w[f"ln_b{n}"]
            for step in ("1", "2"):
                x = np.maximum(neighbours(x, n, left) @ w[f"w{step}_{n}"] + w[f"b{step}_{n}"], 0) + x
            features.append(x)
        combined = standardised(np.concatenate(features, axis=1), w["eps"]) * w["ln_g"] + w["ln_b"]
        x = (combined @ w["cnn_W"] + w["cnn_b"]).sum(axis=0) / math.sqrt(len(ids))
        x = np.maximum(np.maximum(x @ w["d0"], 0) @ w["d1"] + x @ w["p1"], 0)
        x = np.tanh(np.maximum(x @ w["d2"], 0) @ w["d3"] + x @ w["p3"])
        return x / math.sqrt(max(x @ x, w["eps"]))


def neighbours(x, count, left):
    """For each row the `count` rows from `left` before it, side by side; zeros beyond the ends."""
    padded = np.concatenate([np.zeros((left, x.shape[1])), x, np.zeros((count - 1 - left, x.shape[1]))])
    return np.concatenate([padded[i:i + len(x)] for i in range(count)], axis=1)


class Bert:
    """BERT with normalisation after each part, the mean of all tokens' states, and a length of 1 (Devlin et al. 2019;
    Reimers and Gurevych 2019)."""

    def __init__(self, folder, prefixes):
        self.prefixes = prefixes
        self.config = json.loads((folder / "config.json").read_text())
        longest = json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"]
        self.tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(longest)
        self.stored = safetensors.numpy.load_file(folder / "model.safetensors")
        words = "embeddings.word_embeddings.weight"
        self.weights = {name: values.astype(np.float64) for name, values in self.stored.items() if name != words}
        self.words = self.stored[words]

    def tokens(self, text):
        return self.tokenizer.encode(text).ids

    def vector(self, ids):
        w = self.weights
        x = self.words[ids].astype(np.float64) + w["embeddings.position_embeddings.weight"][:len(ids)]
        x = self._normal(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings")
        for layer in range(self.config["num_hidden_layers"]):
            x = self._layer(x, f"encoder.layer.{layer}.")
        mean = x.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _layer(self, x, layer):
        heads = self.config["num_attention_heads"]
        query, key, value = (
            self._linear(x, f"{layer}attention.self.{part}").reshape(len(x), heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value"))
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[2])
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        mixed = (shares @ value).transpose(1, 0, 2).reshape(x.shape)
        x = self._normal(self._linear(mixed, f"{layer}attention.output.dense") + x, f"{layer}attention.output")
        inner = gelu(self._linear(x, f"{layer}intermediate.dense"))
        return self._normal(self._linear(inner, f"{layer}output.dense") + x, f"{layer}output")

    def _linear(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _normal(self, x, name):
        scaled = standardised(x, self.config["layer_norm_eps"])
        return scaled * self.weights[f"{name}.LayerNorm.weight"] + self.weights[f"{name}.LayerNorm.bias"]


def standardised(x, epsilon):
    centred = x - x.mean(axis=1, keepdims=True)
    return centred / np.sqrt((centred ** 2).mean(axis=1, keepdims=True) + epsilon)


def gelu(x):
    flat = x.ravel() / math.sqrt(2)
    return x * (1 + np.fromiter(map(math.erf, flat.tolist()), np.float64, x.size).reshape(x.shape)) / 2


ENCODERS = {
    "use": UniversalSentenceEncoder,
    "minilm": lambda folder: Bert(folder, {"tokens": ""}),
    "e5": lambda folder: Bert(folder, {"tokens": "", "query.tokens": "query: "}),
}


def main(directory, messages, out, names, tokens_only):
    messages = [json.loads(line) for line in open(messages, encoding="utf-8", newline="\n")]
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        begun = time.monotonic()
        encoder = ENCODERS[name](Path(directory) / name)
        for kind, prefix in encoder.prefixes.items():
            ids = [encoder.tokens(prefix + message) for message in messages]
            (out / f"{name}.{kind}.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in ids))
        print(f"{name}: tokens after {time.monotonic() - begun:.1f} s", flush=True)
        if not tokens_only:
            np.save(out / f"{name}.vectors.npy", np.stack([encoder.vector(each) for each in ids]))
            print(f"{name}: vectors after {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--tokens"]
    if len(arguments) < 3 or not set(arguments[3:]) <= set(ENCODERS):
        sys.exit(__doc__)
    main(*arguments[:3], arguments[3:] or list(ENCODERS), "--tokens" in sys.argv)
