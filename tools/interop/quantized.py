"""Writes the golden file of quantised weights with torchao (int8, fp8) and bitsandbytes (nf4).

    python tools/interop/quantized.py sdk-runtime/src/test/resources/org/sdvgen/runtime/quantization/golden.safetensors

Made with torch 2.7.1, torchao 0.11.0 and bitsandbytes 0.50.2 on the CPU. Weights come from a fixed
seed: several shapes in float32 and bfloat16, with a row of zeros, outliers and values below the
smallest scale. For each weight NAME the file has NAME and, below NAME.METHOD, codes, scales and the
dequantised weight.
"""

import sys

import bitsandbytes.functional as bnb
import torch
from safetensors.torch import save_file
from torchao.quantization.quant_primitives import (
    MappingType,
    ZeroPointDomain,
    choose_qparams_affine,
    dequantize_affine,
    quantize_affine,
)

SHAPES = {"square": (64, 64), "wide": (130, 160), "odd": (9, 15), "one": (1, 256), "uneven": (40, 96)}


def weight(shape, dtype, seed):
    values = torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * 0.05
    if shape[0] > 2:
        values[1] = 0
        values[2] *= 1e-9
        values[-1, -1] = 3
    return values.to(dtype)


def per_channel(w, dtype, domain, low, high):
    block = (1, w.shape[1])
    scale, zero = choose_qparams_affine(
        w, MappingType.SYMMETRIC, block, dtype, low, high,
        eps=torch.finfo(torch.float32).eps, zero_point_dtype=torch.int64, zero_point_domain=domain)
    if domain == ZeroPointDomain.NONE:
        zero = None
    codes = quantize_affine(w, block, scale, zero, dtype, low, high, domain)
    back = dequantize_affine(codes, block, scale, zero, dtype, low, high, domain, output_dtype=w.dtype)
    return {"codes": codes, "scale": scale, "dequantized": back}


def generic(name, *arguments):
    """Calls a kernel of bitsandbytes for any device. Its own kernels for CPUs look 8-bit codes up in
    a coarse table and mistake the 4-bit blocks of rows whose length is no multiple of 64; these
    round to the nearest code, as those for GPUs do."""
    keys = torch._C.DispatchKeySet(torch._C.DispatchKey.CompositeExplicitAutograd)
    return getattr(torch.ops.bitsandbytes, name).default.redispatch(keys, *arguments)


def nf4(w):
    packed, absmax = generic("quantize_4bit", w, 64, "nf4", torch.uint8)
    offset = absmax.mean()
    nested_map = bnb.create_dynamic_map()
    nested, nested_absmax = generic("quantize_blockwise", absmax - offset, nested_map, 256)
    scales = generic("dequantize_blockwise", nested, nested_absmax, nested_map, 256, torch.float32)
    return {
        "codes": packed, "absmax": nested, "quant_map": bnb.get_4bit_type("nf4", device="cpu"),
        "nested_absmax": nested_absmax, "nested_quant_map": nested_map, "nested_offset": offset,
        "dequantized": generic(
            "dequantize_4bit", packed, scales + offset, 64, "nf4", list(w.shape), w.dtype),
    }


def main(target):
    tensors = {}
    for seed, (name, shape) in enumerate(SHAPES.items()):
        for kind, dtype in (("fp32", torch.float32), ("bf16", torch.bfloat16)):
            w = weight(shape, dtype, seed)
            found = {
                "int8": per_channel(w, torch.int8, ZeroPointDomain.INT, None, None),
                "fp8": per_channel(w, torch.float8_e4m3fn, ZeroPointDomain.NONE, -448, 448),
                "nf4": nf4(w),
            }
            tensors[f"{name}.{kind}"] = w
            for method, parts in found.items():
                for part, tensor in parts.items():
                    tensors[f"{name}.{kind}.{method}.{part}"] = tensor.clone().contiguous()
    save_file(tensors, target)


main(sys.argv[1])
