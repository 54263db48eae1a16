#!/usr/bin/env python3
"""Has other programs merge exported adapters by their own code, and compares the weights.

    python tools/interop/peers.py MODEL MERGED EXPORTS [--comfyui DIR] [--musubi DIR] [--diffsynth DIR]
        [--videox-fun DIR]

MODEL is a small Wan 2.2 or CogVideoX checkpoint, MERGED what `sdvgen adapter merge` makes of it, EXPORTS
a folder with a file of `sdvgen adapter export` per format, NAME.safetensors. The DIRs are checkouts of
the programs, whose code is imported; diffusers and PEFT are always run. A module that a file has must come out as
in MERGED, every other as in MODEL; either is printed, and a difference ends the program with status 1.
"""

import argparse
import importlib.util
import inspect
import json
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

# ComfyUI's names of CogVideoX's parts.
COMFYUI_COGVIDEOX = {
    "transformer_blocks.": "blocks.",
    ".attn1.to_out.0": ".attn_out",
    ".attn1.to_": ".",
    ".attn1.": ".",
    ".ff.net.0.proj": ".ff_proj",
    ".ff.net.2": ".ff_out",
    "time_embedding.linear_": "time_embedding_linear_",
}


def weights(folder):
    """All tensors of a checkpoint's transformer by diffusers' names, fp32."""
    tensors = {}
    for file in sorted((Path(folder) / "transformer").glob("*.safetensors")):
        tensors.update(load_file(file))
    return {name: tensor.float() for name, tensor in tensors.items()}


def original_names(names):
    """Wan's names in the original repository by diffusers', by diffusers' own conversion."""
    from diffusers.loaders.single_file_utils import convert_wan_transformer_to_diffusers

    found = convert_wan_transformer_to_diffusers({name: name for name in names})
    return {theirs: ours for theirs, ours in found.items()}


class Comparison:
    def __init__(self, model, merged):
        self.base = weights(model)
        self.merged = weights(merged)
        self.failed = False

    def check(self, program, file, found):
        """found: the program's merged weights by diffusers' names."""
        taken, left, worst = [], [], 0.0
        for name, base in self.base.items():
            ours, theirs = self.merged[name], found[name].float().reshape(base.shape)
            if torch.equal(theirs, base) and not torch.equal(ours, base):
                left.append(name.removesuffix(".weight"))
                continue
            worst = max(worst, ((ours - theirs).abs().max() / ours.abs().max()).item())
            if not torch.equal(ours, base):
                taken.append(name)
        expected = modules_in(file)
        good = worst < 1e-5 and len(taken) == expected
        self.failed |= not good
        print(
            f"{program:12} {Path(file).name:24} {len(taken)} of {expected} modules of the file merged,"
            f" largest difference {worst:.1e}{'' if good else '   WRONG'}"
        )
        if left:
            print(f"{'':12} not in the file: {', '.join(left)}")


def modules_in(file):
    return sum(".lora_B." in key or ".lora_up." in key for key in load_file(file))


def transformer(model, kind):
    import diffusers

    network = diffusers.WanTransformer3DModel if kind == "wan" else diffusers.CogVideoXTransformer3DModel
    return network.from_pretrained(Path(model) / "transformer", torch_dtype=torch.float32)


def diffusers_pipeline(kind):
    import diffusers

    return diffusers.WanPipeline if kind == "wan" else diffusers.CogVideoXPipeline


def reads_alpha(kind):
    """Whether this diffusers reads PEFT's configuration in a file's header; it does from 0.34 on."""
    return "metadata" in inspect.signature(diffusers_pipeline(kind).load_lora_into_transformer).parameters


def diffusers_merge(model, file, comparison, kind):
    import diffusers

    pipeline, network = diffusers_pipeline(kind), transformer(model, kind)
    if reads_alpha(kind):
        loaded = pipeline.lora_state_dict(str(file), return_lora_metadata=True)
        pipeline.load_lora_into_transformer(loaded[0], network, metadata=loaded[-1])
    else:
        pipeline.load_lora_into_transformer(pipeline.lora_state_dict(str(file)), network)
    network.fuse_lora()
    network.unload_lora()
    comparison.check(f"diffusers {diffusers.__version__}", file, network.state_dict())


def peft_merge(model, file, comparison, kind):
    """PEFT's own folder: tensors by PEFT's names, and the header's configuration as a file."""
    import peft

    with safe_open(file, "pt") as opened:
        said = json.loads(opened.metadata()["lora_adapter_metadata"])
    config = {key.removeprefix("transformer."): value for key, value in said.items()}
    tensors = {key.replace("transformer.", "base_model.model.", 1): tensor for key, tensor in load_file(file).items()}
    with tempfile.TemporaryDirectory() as folder:
        save_file(tensors, str(Path(folder) / "adapter_model.safetensors"))
        (Path(folder) / "adapter_config.json").write_text(json.dumps(config))
        network = peft.PeftModel.from_pretrained(transformer(model, kind), folder).merge_and_unload()
    comparison.check(f"PEFT {peft.__version__}", file, network.state_dict())


def original_weights(model):
    """The base weights by the original names, and the inverse mapping."""
    base = weights(model)
    config = json.loads((Path(model) / "transformer/config.json").read_text())
    names = []
    for kind in ("weight", "bias"):
        for first in ("patch_embedding", "text_embedding.0", "text_embedding.2", "time_embedding.0",
                      "time_embedding.2", "time_projection.1", "head.head"):
            names.append(f"{first}.{kind}")
        for block in range(config["num_layers"]):
            for part in [f"{a}.{m}" for a in ("self_attn", "cross_attn") for m in "qkvo"] + ["ffn.0", "ffn.2", "norm3"]:
                names.append(f"blocks.{block}.{part}.{kind}")
    for block in range(config["num_layers"]):
        names += [f"blocks.{block}.{a}.norm_{m}.weight" for a in ("self_attn", "cross_attn") for m in "qk"]
        names.append(f"blocks.{block}.modulation")
    names.append("head.modulation")
    to_diffusers = original_names(names)
    ours = {original: name for name, original in to_diffusers.items() if name in base}
    missing = set(base) - set(ours.values())
    assert not missing, missing
    return {original: base[name].clone() for original, name in ours.items()}, ours


def back(found, ours):
    return {ours[name]: tensor for name, tensor in found.items() if name in ours}


def comfyui_names(name):
    for ours, theirs in COMFYUI_COGVIDEOX.items():
        name = name.replace(ours, theirs)
    return name


def comfyui_network(base, model, kind):
    """ComfyUI's own model with these weights, its sizes from the weights but for those of heads."""
    import comfy.cli_args

    comfy.cli_args.args.cpu = True
    import comfy.model_detection
    import comfy.supported_models

    config = json.loads((Path(model) / "transformer/config.json").read_text())
    settings = comfy.model_detection.detect_unet_config(base, "")
    heads = config["num_attention_heads"]
    if kind == "wan":
        settings |= {"num_heads": heads, "out_dim": config["out_channels"]}
        settings |= {"freq_dim": config["freq_dim"], "text_dim": config["text_dim"]}
        known = comfy.supported_models.WAN22_T2V(settings)
    else:
        settings |= {"num_attention_heads": heads, "attention_head_dim": config["attention_head_dim"]}
        settings |= {"out_channels": config["out_channels"]}
        known = comfy.supported_models.CogVideoX_T2V(settings)
    known.set_inference_dtype(torch.float32, None)
    network = known.get_model(base)
    network.diffusion_model.load_state_dict(base)
    return network


def comfyui_merge(model, file, comparison, kind):
    if kind == "wan":
        base, ours = original_weights(model)
    else:
        ours = {comfyui_names(name): name for name in weights(model)}
        base = {theirs: weights(model)[name] for theirs, name in ours.items()}
    network = comfyui_network(base, model, kind)
    import comfy.model_patcher
    import comfy.sd
    import comfy.utils
    import comfyui_version

    cpu = torch.device("cpu")
    patcher = comfy.model_patcher.ModelPatcher(network, load_device=cpu, offload_device=cpu)
    lora = comfy.utils.load_torch_file(str(file), safe_load=True)
    patcher, _ = comfy.sd.load_lora_for_models(patcher, None, lora, 1.0, 0)
    found = dict(base)
    for key in patcher.patches:
        found[key.removeprefix("diffusion_model.")] = patcher.patch_weight_to_device(key, cpu, return_weight=True)
    comparison.check(f"ComfyUI {comfyui_version.__version__}", file, back(found, ours))


def musubi_merge(model, file, comparison):
    from musubi_tuner.utils.lora_utils import load_safetensors_with_lora_and_fp8

    base, ours = original_weights(model)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "wan.safetensors")
        save_file(base, path)
        found = load_safetensors_with_lora_and_fp8(
            path, [load_file(file)], [1.0], False, torch.device("cpu"), disable_numpy_memmap=True
        )
    comparison.check("musubi-tuner", file, back(found, ours))


def tree(tensors, linear=torch.nn.Linear):
    """A module that holds weights by their names, in layers inferred from their shapes."""
    root = torch.nn.Module()
    for name, tensor in tensors.items():
        *path, last = name.split(".")
        module = root
        for part in path[:-1]:
            if part not in module._modules:
                module.add_module(part, torch.nn.Module())
            module = module._modules[part]
        if path and path[-1] not in module._modules:
            weight = tensors.get(".".join(path) + ".weight")
            bias = ".".join(path) + ".bias" in tensors
            if weight is not None and weight.dim() == 2:
                layer = linear(weight.shape[1], weight.shape[0], bias=bias)
            elif weight is not None and weight.dim() in (4, 5):
                kind = torch.nn.Conv2d if weight.dim() == 4 else torch.nn.Conv3d
                layer = kind(weight.shape[1], weight.shape[0], tuple(weight.shape[2:]), bias=bias)
            else:
                layer = torch.nn.Module()
            module.add_module(path[-1], layer)
        owner = module._modules[path[-1]] if path else root
        owner.register_parameter(last, torch.nn.Parameter(tensor.clone(), requires_grad=False))
    return root


def diffsynth_merge(model, file, comparison):
    # By its path, since the package as a whole needs much that this part does not.
    path = Path(sys.path[0]) / "diffsynth/utils/lora/general.py"
    spec = importlib.util.spec_from_file_location("general", path)
    general = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(general)
    base, ours = original_weights(model)
    network = tree(base)
    general.GeneralLoRALoader().fuse_lora_to_base_model(network, load_file(file))
    comparison.check("DiffSynth", file, back(network.state_dict(), ours))


def videox_fun_merge(model, file, comparison, kind):
    from videox_fun.utils.lora_utils import merge_lora

    base, ours = original_weights(model) if kind == "wan" else (weights(model), None)
    network = tree(base)
    network.device = torch.device("cpu")
    merge_lora(SimpleNamespace(transformer=network, text_encoder=None), str(file), 1.0)
    found = network.state_dict()
    comparison.check("VideoX-Fun", file, back(found, ours) if ours else found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("merged")
    parser.add_argument("exports", type=Path)
    parser.add_argument("--comfyui")
    parser.add_argument("--musubi")
    parser.add_argument("--diffsynth")
    parser.add_argument("--videox-fun")
    arguments = parser.parse_args()
    index = json.loads((Path(arguments.model) / "model_index.json").read_text())
    kind = "wan" if index["transformer"][1].startswith("Wan") else "cogvideox"
    comparison = Comparison(arguments.model, arguments.merged)

    def run(merge, *formats):
        for name in formats:
            file = arguments.exports / f"{name}.safetensors"
            if file.exists():
                wants_kind = "kind" in inspect.signature(merge).parameters
                merge(arguments.model, file, comparison, *([kind] if wants_kind else []))

    run(diffusers_merge, "diffusers-old")
    if reads_alpha(kind):
        run(diffusers_merge, "diffusers", *(["diffsynth", "kohya"] if kind == "wan" else []))
    run(peft_merge, "diffusers", "diffusers-old")
    if arguments.comfyui:
        sys.path.insert(0, arguments.comfyui)
        run(comfyui_merge, "comfyui", *(["diffsynth", "kohya", "videox-fun"] if kind == "wan" else []))
    if arguments.musubi and kind == "wan":
        sys.path.insert(0, str(Path(arguments.musubi) / "src"))
        run(musubi_merge, "kohya")
    if arguments.diffsynth and kind == "wan":
        sys.path.insert(0, arguments.diffsynth)
        run(diffsynth_merge, "diffsynth")
    if arguments.videox_fun:
        sys.path.insert(0, arguments.videox_fun)
        run(videox_fun_merge, "videox-fun", "kohya", *(["diffsynth"] if kind == "wan" else []))
    sys.exit(comparison.failed)


if __name__ == "__main__":
    main()
