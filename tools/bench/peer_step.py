#!/usr/bin/env python3
"""One LoRA training step of a transformer in diffusers + peft, timed on request.

Started by `sdvgen bench --peer`. It prints one JSON line when it is ready; then, for every line "step"
on standard input, it runs forward, backward, clipping and optimizer once and prints {"seconds": s}.
The reference's tokens are simulated by one more latent frame in front of the video, so that the
sequence is as long as in sdvgen; the loss is taken on the video's frames.
"""

import argparse
import json
import sys
import time

import torch
from diffusers import CogVideoXTransformer3DModel, WanTransformer3DModel
from diffusers.models.embeddings import get_3d_rotary_pos_embed
from diffusers.training_utils import cast_training_params
from peft import LoraConfig

ATTENTION = ["to_q", "to_k", "to_v", "to_out.0"]


class CogVideoX:
    """Joint attention over text and video; one timestep for all tokens."""

    model = CogVideoXTransformer3DModel
    targets = [*ATTENTION, "proj", "text_proj", "norm1.linear", "norm2.linear", "ff.net.2"]

    @staticmethod
    def inputs(config, frames, height, width, per_token):
        """The network's inputs, and a function that takes the video's frames of its output."""
        if per_token:
            raise SystemExit("CogVideoX has one timestep for all tokens")
        rows, columns = height // config.patch_size, width // config.patch_size
        rotary = get_3d_rotary_pos_embed(
            embed_dim=config.attention_head_dim,
            crops_coords=((0, 0), (rows, columns)),
            grid_size=(rows, columns),
            temporal_size=frames,
        )
        inputs = {
            "hidden_states": torch.randn(1, frames, config.in_channels, height, width),
            "encoder_hidden_states": torch.randn(1, config.max_text_seq_length, config.text_embed_dim),
            "timestep": torch.tensor([500]),
            "image_rotary_emb": rotary,
        }
        return inputs, lambda output: output[:, 1:]


class Wan:
    """Cross-attention to the text; one timestep for all tokens, or one per token, 0 for the reference's."""

    model = WanTransformer3DModel
    targets = [*ATTENTION, "net.0.proj", "net.2", "patch_embedding", "text_embedder.linear_1", "text_embedder.linear_2"]
    text_tokens = 64

    @staticmethod
    def inputs(config, frames, height, width, per_token):
        """The network's inputs, and a function that takes the video's frames of its output."""
        timestep = torch.tensor([500.0])
        if per_token:
            per_frame = (height // config.patch_size[1]) * (width // config.patch_size[2])
            timestep = torch.full((1, frames * per_frame), 500.0)
            timestep[:, :per_frame] = 0
        inputs = {
            "hidden_states": torch.randn(1, config.in_channels, frames, height, width),
            "encoder_hidden_states": torch.randn(1, Wan.text_tokens, config.text_dim),
            "timestep": timestep,
        }
        return inputs, lambda output: output[:, :, 1:]


KINDS = {kind.model.__name__: kind for kind in (CogVideoX, Wan)}


def load(arguments):
    """The model's kind and its frozen transformer with random weights."""
    config = json.load(open(arguments.config))
    kind = KINDS[config["_class_name"]]
    model = kind.model(**{k: v for k, v in config.items() if not k.startswith("_")})
    if arguments.dtype == "bf16":
        # As from_pretrained does it: some modules stay in float32.
        kept = model._keep_in_fp32_modules or []
        for name, parameter in model.named_parameters():
            if not set(name.split(".")) & set(kept):
                parameter.data = parameter.data.to(torch.bfloat16)
    return kind, model


def build(arguments):
    """The model's kind, the model with its adapter, and the optimizer over the adapter's parameters."""
    torch.manual_seed(0)
    kind, model = load(arguments)
    model.requires_grad_(False)
    model.add_adapter(
        LoraConfig(
            r=arguments.rank,
            lora_alpha=arguments.rank,
            lora_dropout=arguments.lora_dropout,
            init_lora_weights=True,
            target_modules=kind.targets,
        )
    )
    cast_training_params([model], dtype=torch.float32)
    if arguments.checkpointing == "on":
        model.enable_gradient_checkpointing()
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=5e-5, betas=(0.9, 0.95), weight_decay=1e-2, fused=True)
    return kind, model, trained, optimizer


def step_function(arguments):
    """A function that takes one training step and gives the loss."""
    kind, model, trained, optimizer = build(arguments)
    size = (arguments.frames + 1, arguments.height, arguments.width)
    inputs, video = kind.inputs(model.config, *size, arguments.timesteps == "token")
    target = torch.randn_like(video(inputs["hidden_states"]))
    low = arguments.dtype == "bf16"

    def step():
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=low):
            prediction = model(**inputs, return_dict=False)[0]
        loss = torch.nn.functional.mse_loss(video(prediction).float(), target)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss.item()

    return step, sum(p.numel() for p in trained)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", required=True, help="config.json of the transformer")
    parser.add_argument("--dtype", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--checkpointing", choices=["on", "off"], default="off")
    parser.add_argument("--rank", type=int, default=32)
    parser.add_argument("--lora-dropout", type=float, default=0.0)
    parser.add_argument("--frames", type=int, default=3, help="latent frames of the video")
    parser.add_argument("--height", type=int, default=20, help="latent rows")
    parser.add_argument("--width", type=int, default=28, help="latent columns")
    parser.add_argument("--timesteps", choices=["sample", "token"], default="sample", help="Wan: one each")
    parser.add_argument("--threads", type=int, default=0, help="0: PyTorch's own choice")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    step, trainable = step_function(arguments)
    ready = {"torch": torch.__version__, "threads": torch.get_num_threads(), "trainable": trainable}
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        if line.strip() != "step":
            break
        begin = time.perf_counter()
        loss = step()
        print(json.dumps({"seconds": time.perf_counter() - begin, "loss": loss}), flush=True)


if __name__ == "__main__":
    main()
