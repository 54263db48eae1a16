#!/usr/bin/env python3
"""Loads adapters that sdvgen has written with diffusers, generates the same video, and compares.

    python tools/interop/compare.py MODEL PROMPT FOLDER ADAPTER... [--steps N] [--guidance G]

FOLDER is what Generate.java has written. Every ADAPTER must give the same: the file in diffusers'
format, and copies with other keys, which diffusers converts. One for CogVideoX must have been trained
with backbone.norm_lora=all, since diffusers knows no other way to apply it.
"""

import argparse
from pathlib import Path

import numpy
import torch
from diffusers import CogVideoXPipeline, DiffusionPipeline


def read(folder, name, shape):
    """A tensor of the layout (c, f, h, w) as (1, c, f, h, w)."""
    values = numpy.fromfile(Path(folder) / name, dtype="<f4").reshape(shape)
    return torch.from_numpy(values).unsqueeze(0)


def largest(ours, theirs):
    """The largest difference over the largest expected value."""
    return ((ours - theirs).abs().max() / theirs.abs().max()).item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("prompt")
    parser.add_argument("folder")
    parser.add_argument("adapters", nargs="+")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--height", type=int, default=48)
    parser.add_argument("--width", type=int, default=48)
    parser.add_argument("--frames", type=int, default=9)
    arguments = parser.parse_args()

    pipeline = DiffusionPipeline.from_pretrained(arguments.model, torch_dtype=torch.float32)
    config = pipeline.transformer.config
    spatial = pipeline.vae_scale_factor_spatial
    shape = (
        config.in_channels,
        (arguments.frames - 1) // pipeline.vae_scale_factor_temporal + 1,
        arguments.height // spatial,
        arguments.width // spatial,
    )

    def swap(latents):
        """Between (1, c, f, h, w) and the pipeline's own layout."""
        return latents.transpose(1, 2) if isinstance(pipeline, CogVideoXPipeline) else latents

    noise = read(arguments.folder, "noise.f32", shape)

    def generate(output_type):
        return pipeline(
            arguments.prompt,
            height=arguments.height,
            width=arguments.width,
            num_frames=arguments.frames,
            num_inference_steps=arguments.steps,
            guidance_scale=arguments.guidance,
            max_sequence_length=getattr(config, "max_text_seq_length", 512),
            latents=swap(noise).clone(),
            output_type=output_type,
        ).frames

    plain = swap(generate("latent"))
    our_latents = read(arguments.folder, "latents.f32", shape)
    our_pixels = read(
        arguments.folder, "pixels.f32", (3, arguments.frames, arguments.height, arguments.width)
    )
    print("largest difference over the largest value:")
    for adapter in map(Path, arguments.adapters):
        pipeline.load_lora_weights(adapter.parent, weight_name=adapter.name)
        latents = swap(generate("latent"))
        pixels = generate("pt").transpose(1, 2) * 2 - 1
        pipeline.unload_lora_weights()
        print(adapter.name)
        print(f"  latents without and with the adapter, both diffusers  {largest(plain, latents):.2e}")
        print(f"  latents, sdvgen and diffusers                         {largest(our_latents, latents):.2e}")
        print(f"  pixels,  sdvgen and diffusers                         {largest(our_pixels, pixels):.2e}")



if __name__ == "__main__":
    main()
