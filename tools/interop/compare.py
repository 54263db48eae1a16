#!/usr/bin/env python3
"""Loads an adapter that sdvgen has trained with diffusers, generates the same video, and compares.

    python tools/interop/compare.py MODEL ADAPTER PROMPT FOLDER [--steps N] [--guidance G]

FOLDER is what Generate.java has written. The adapter must have been trained with
backbone.norm_lora=all, since diffusers knows no other way to apply it.
"""

import argparse
from pathlib import Path

import numpy
import torch
from diffusers import CogVideoXPipeline


def read(folder, name, shape):
    """A tensor of the layout (c, f, h, w) as diffusers' (1, f, c, h, w)."""
    values = numpy.fromfile(Path(folder) / name, dtype="<f4").reshape(shape)
    return torch.from_numpy(values).unsqueeze(0).transpose(1, 2)


def largest(ours, theirs):
    """The largest difference over the largest expected value."""
    return ((ours - theirs).abs().max() / theirs.abs().max()).item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("adapter")
    parser.add_argument("prompt")
    parser.add_argument("folder")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--height", type=int, default=48)
    parser.add_argument("--width", type=int, default=48)
    parser.add_argument("--frames", type=int, default=9)
    arguments = parser.parse_args()

    pipeline = CogVideoXPipeline.from_pretrained(arguments.model, torch_dtype=torch.float32)
    config = pipeline.transformer.config
    spatial = pipeline.vae_scale_factor_spatial
    shape = (
        config.in_channels,
        (arguments.frames - 1) // pipeline.vae_scale_factor_temporal + 1,
        arguments.height // spatial,
        arguments.width // spatial,
    )
    noise = read(arguments.folder, "noise.f32", shape)

    def generate():
        return pipeline(
            arguments.prompt,
            height=arguments.height,
            width=arguments.width,
            num_frames=arguments.frames,
            num_inference_steps=arguments.steps,
            guidance_scale=arguments.guidance,
            max_sequence_length=config.max_text_seq_length,
            latents=noise.clone(),
            output_type="latent",
        ).frames

    plain = generate()
    adapter = Path(arguments.adapter)
    pipeline.load_lora_weights(adapter.parent, weight_name=adapter.name)
    adapted = generate()
    with torch.no_grad():
        pixels = pipeline.decode_latents(adapted).clamp(-1, 1).transpose(1, 2)
    ours = read(arguments.folder, "latents.f32", shape)
    pixel_shape = (3, arguments.frames, arguments.height, arguments.width)
    our_pixels = read(arguments.folder, "pixels.f32", pixel_shape)
    print("largest difference over the largest value:")
    print(f"  latents without and with the adapter, both diffusers  {largest(plain, adapted):.2e}")
    print(f"  latents, sdvgen and diffusers                         {largest(ours, adapted):.2e}")
    print(f"  pixels,  sdvgen and diffusers                         {largest(our_pixels, pixels):.2e}")


if __name__ == "__main__":
    main()
