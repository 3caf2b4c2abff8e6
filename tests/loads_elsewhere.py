#!/usr/bin/env python3
"""Load what lintseq wrote with the libraries that will train on it.

usage: loads_elsewhere.py LINTSEQ SAMPLES.jsonl

Writes data set folders and rows of the training formats, and asks others about them: `datasets` loads every split of
a folder, and one schema from any single shard; TRL's own functions recognise prompts, messages and preference pairs;
LLaMA-Factory's converters take the rows. Of the last two only the modules that look at columns are run, unchanged and
without torch: TRL's `trl.data_utils`, and LLaMA-Factory's `data/converter.py` as a module of a package whose other
modules are not loaded.
"""
import importlib, importlib.util, json, os, pathlib, subprocess, sys, tempfile, types

import jsonl

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

FOLDERS = ["samples", "nep", "oce", "oce-messages", "zeta", "zeta2", "zed", "pochi", "instinct", "pylintseq"]
COMPLETIONS = ["zeta2", "zeta2-no-edits", "sweep"]
CONVERSATIONS = ["pochi", "mercury", "instinct-messages", "oce-messages"]
ZED = {"repository_url": str, "revision": str, "cursor_path": str, "cursor_position": str, "edit_history": str,
       "expected_patches": list, "name": str, "tags": list, "uncommitted_diff": str}
ZED_OPTIONAL = {"reasoning", "rejected_patch"}


def main():
    lintseq, samples = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        os.environ["HF_HOME"] = str(folder / "cache")

        def export(name, out, *options):
            command = [lintseq, "export", samples, "--format", name, "-o", str(out), "-q", *options]
            subprocess.run(command, check=True)
            return out

        check_folders(export, folder)
        check_trl(export, folder)
        check_llama_factory(export, folder)
        check_zed(export, folder)
    print("everything loads")


def rows_of(path):
    rows = jsonl.read(path)
    assert rows, path
    return rows


def check_folders(export, folder):
    import datasets
    schemas = {}
    for name in FOLDERS:
        for layout in ("parquet", "jsonl"):
            out = export(name, folder / f"{name}-{layout}", "--folder-format", layout, "--shard-size", "100kB",
                         "--test-rate", "0.2", "--split-by", "document", "--keep-sample" if name != "samples" else "--seed=0")
            loaded = datasets.load_dataset(str(out))
            manifest = json.loads((out / "manifest.json").read_text())
            files = [file for file in manifest["files"] if file["split"] != "rejected"]
            counts = {split: sum(f["rows"] for f in files if f["split"] == split) for split in ("train", "test")}
            assert {split: loaded[split].num_rows for split in loaded} == {s: n for s, n in counts.items() if n}, name
            features = loaded["train"].features
            check_splits(name, loaded)
            shards = [file["path"] for file in files if file["rows"]]
            for shard in shards[:3] + shards[-1:]:
                if layout == "parquet":
                    alone = datasets.load_dataset("parquet", data_files=str(out / shard), split="train")
                else:
                    # JSON has no types of its own: those of a shard come from the card of its folder.
                    alone = datasets.load_dataset("json", data_files=str(out / shard), features=features, split="train")
                assert alone.features == features, (name, layout, shard, alone.features, features)
            known = schemas.setdefault(name, features)
            assert known == features, (name, layout, known, features)
            print(f"folder {name} {layout}: {counts}, {len(shards)} shards, one schema")


def check_splits(name, loaded):
    """No document is in two splits."""
    groups = {}
    for split, rows in loaded.items():
        for row in rows:
            sample = row if name == "samples" else json.loads(row["sample"])
            groups.setdefault(sample["provenance"]["source_id"], set()).add(split)
    assert groups and all(len(splits) == 1 for splits in groups.values()), name


def check_trl(export, folder):
    from datasets import load_dataset
    from trl.data_utils import (get_dataset_column_names, is_conversational, maybe_convert_to_chatml,
                                maybe_extract_prompt, maybe_unpair_preference_dataset)
    for name in COMPLETIONS + CONVERSATIONS:
        path = export(name, folder / f"trl-{name}.jsonl")
        rows = load_dataset("json", data_files=str(path), split="train")
        columns = get_dataset_column_names(rows)
        is_chat = name in CONVERSATIONS
        assert ("messages" in columns) if is_chat else {"prompt", "completion"} <= set(columns), columns
        for row in rows:
            assert is_conversational(row) == is_chat, name
            assert maybe_convert_to_chatml(row) == row, name
        path = export(name, folder / f"pairs-{name}.jsonl", "--task", "pairs")
        pairs = load_dataset("json", data_files=str(path), split="train")
        assert pairs.column_names == ["prompt", "chosen", "rejected"], pairs.column_names
        for row in pairs:
            assert is_conversational(row) == is_chat, name
            assert maybe_extract_prompt(row) == row, name
        assert set(maybe_unpair_preference_dataset(pairs).column_names) == {"prompt", "completion", "label"}
        print(f"TRL {name}: {rows.num_rows} rows, {pairs.num_rows} pairs")


def check_llama_factory(export, folder):
    converters = llama_factory()
    data = types.SimpleNamespace(media_dir="")

    def attributes(**given):
        names = ("system tools images videos audios messages history prompt query response chosen rejected kto_tag "
                 "ranking load_from role_tag content_tag user_tag assistant_tag observation_tag function_tag system_tag")
        return types.SimpleNamespace(**{**dict.fromkeys(names.split()), "ranking": False, "load_from": "file", **given})

    roles = attributes(messages="messages", role_tag="role", content_tag="content", user_tag="user",
                       assistant_tag="assistant", observation_tag="observation", function_tag="function_call",
                       system_tag="system")
    convert = converters.SharegptDatasetConverter(roles, data)
    for name in CONVERSATIONS:
        rows = rows_of(export(name, folder / f"lf-{name}.jsonl"))
        for row in rows:
            made = convert(row)
            assert made["_prompt"] and made["_response"] and made["_system"], name
        print(f"LLaMA-Factory {name}: {len(rows)} ShareGPT rows")
    alpaca = attributes(prompt="instruction", response="output", system="system")
    convert = converters.AlpacaDatasetConverter(alpaca, data)
    rows = rows_of(export("oce-alpaca", folder / "lf-alpaca.jsonl"))
    for row in rows:
        made = convert(row)
        assert made["_response"][0]["content"] == row["output"] and made["_system"] == row["system"]
    print(f"LLaMA-Factory oce-alpaca: {len(rows)} Alpaca rows")


def llama_factory():
    """The module with the converters, without what its package would load beside it."""
    import logging
    root = pathlib.Path(importlib.util.find_spec("llamafactory").submodule_search_locations[0])
    for name in ("llamafactory", "llamafactory.data", "llamafactory.extras"):
        package = types.ModuleType(name)
        package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    try:
        return importlib.import_module("llamafactory.data.converter")
    except ImportError:
        # Its logger asks for torch; a plain one says the same.
        logger = types.ModuleType("llamafactory.extras.logging")
        logger.get_logger = logging.getLogger
        sys.modules["llamafactory.extras.logging"] = logger
        sys.modules["llamafactory.extras"].logging = logger
        return importlib.import_module("llamafactory.data.converter")


def check_zed(export, folder):
    rows = rows_of(export("zed", folder / "zed.jsonl"))
    for row in rows:
        assert set(row) == set(ZED) | ZED_OPTIONAL, row.keys()
        for field, kind in ZED.items():
            assert isinstance(row[field], kind), field
        assert row["cursor_position"].count("<|user_cursor|>") == 1
        assert row["expected_patches"] and all(isinstance(patch, str) for patch in row["expected_patches"])
        assert all(row[field] is None or isinstance(row[field], str) for field in ZED_OPTIONAL)
    print(f"Zed: {len(rows)} examples")


main()
