#!/usr/bin/env python3
"""One LoRA training step of a CogVideoX transformer in diffusers + peft, timed on request.

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
from diffusers import CogVideoXTransformer3DModel
from diffusers.models.embeddings import get_3d_rotary_pos_embed
from diffusers.training_utils import cast_training_params
from peft import LoraConfig

TARGETS = ["to_q", "to_k", "to_v", "to_out.0", "proj", "text_proj", "norm1.linear", "norm2.linear", "ff.net.2"]


def build(arguments):
    """The model with its adapter, and the optimizer over the adapter's parameters."""
    torch.manual_seed(0)
    config = {k: v for k, v in json.load(open(arguments.config)).items() if not k.startswith("_")}
    model = CogVideoXTransformer3DModel(**config)
    model.requires_grad_(False)
    model.to(torch.bfloat16 if arguments.dtype == "bf16" else torch.float32)
    model.add_adapter(
        LoraConfig(
            r=arguments.rank,
            lora_alpha=arguments.rank,
            lora_dropout=arguments.lora_dropout,
            init_lora_weights=True,
            target_modules=TARGETS,
        )
    )
    cast_training_params([model], dtype=torch.float32)
    if arguments.checkpointing == "on":
        model.enable_gradient_checkpointing()
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=5e-5, betas=(0.9, 0.95), weight_decay=1e-2, fused=True)
    return model, trained, optimizer


def step_function(arguments):
    """A function that takes one training step and gives the loss."""
    model, trained, optimizer = build(arguments)
    c = model.config
    frames = arguments.frames + 1
    latents = torch.randn(1, frames, c.in_channels, arguments.height, arguments.width)
    target = torch.randn_like(latents)[:, 1:]
    text = torch.randn(1, c.max_text_seq_length, c.text_embed_dim)
    timestep = torch.tensor([500])
    rows, columns = arguments.height // c.patch_size, arguments.width // c.patch_size
    rotary = get_3d_rotary_pos_embed(
        embed_dim=c.attention_head_dim,
        crops_coords=((0, 0), (rows, columns)),
        grid_size=(rows, columns),
        temporal_size=frames,
    )
    low = arguments.dtype == "bf16"

    def step():
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=low):
            prediction = model(
                hidden_states=latents,
                encoder_hidden_states=text,
                timestep=timestep,
                image_rotary_emb=rotary,
                return_dict=False,
            )[0]
        loss = torch.nn.functional.mse_loss(prediction[:, 1:].float(), target)
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
