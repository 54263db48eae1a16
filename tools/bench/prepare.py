#!/usr/bin/env python3
"""Throughput of `sdvgen prepare` beside a Python loop with PyAV and diffusers' VAE, on the same files.

Writes clips and a small model with random weights, then alternates between both, each in a process and
with a cache of its own. Both decode every clip, take the same frames, fit them to the same size, encode
them by the same weights on the same number of threads, read ahead with the same number of workers and
write mean and deviation. Neither's time includes starting up and loading the model. The latents of both are
compared at the end.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import torch
from diffusers import AutoencoderKLCogVideoX, CogVideoXTransformer3DModel
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from transformers import T5Config, T5EncoderModel

HOME = Path(__file__).resolve().parents[2]
SOURCE_WIDTH, SOURCE_HEIGHT, SOURCE_RATE = 640, 360, 30
FRAMES, RATE = 49, 8
# The last of 49 frames at 8 per second is shown at 6 s: the clip can begin nowhere but at the beginning.
SOURCE_FRAMES = SOURCE_RATE * (FRAMES - 1) // RATE + 1


def write_clip(path, seed):
    """A textured picture that moves, with some noise: neither trivial nor impossible to compress."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:SOURCE_HEIGHT, 0:SOURCE_WIDTH]
    waves = [np.sin(columns / a + rows / b) for a, b in random.uniform(5, 60, (3, 2))]
    texture = (110 + 60 * np.stack(waves, -1)).astype(np.int16)
    noise = random.integers(-6, 7, texture.shape, dtype=np.int16)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=SOURCE_RATE)
        stream.width, stream.height, stream.pix_fmt = SOURCE_WIDTH, SOURCE_HEIGHT, "yuv420p"
        for frame in range(SOURCE_FRAMES):
            moved = np.roll(texture, (frame * 2, frame * 3), (0, 1))
            pixels = (moved + np.roll(noise, frame * 7919)).astype(np.uint8)
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


def write_model(folder, channels):
    """A model of CogVideoX's layout with random weights; only its VAE matters."""
    shutil.copytree(HOME / "recipes/toy-base", folder, dirs_exist_ok=True)
    torch.manual_seed(0)
    config = AutoencoderKLCogVideoX.load_config(folder / "vae")
    vae = AutoencoderKLCogVideoX.from_config(config, block_out_channels=channels)
    vae.save_pretrained(folder / "vae")
    transformer = CogVideoXTransformer3DModel.load_config(folder / "transformer")
    CogVideoXTransformer3DModel.from_config(transformer, sample_frames=FRAMES).save_pretrained(folder / "transformer")
    T5EncoderModel(T5Config.from_pretrained(folder / "text_encoder")).save_pretrained(folder / "text_encoder")


def write_inputs(folder, arguments):
    """Clips, captions, model and the configuration of sdvgen."""
    (folder / "videos").mkdir(parents=True)
    for i in range(arguments.clips):
        write_clip(folder / f"videos/{i:03d}.mp4", i)
        (folder / f"videos/{i:03d}.txt").write_text("waves that move")
    write_model(folder / "model", arguments.channels)
    (folder / "run.yaml").write_text(
        f"""
backbone: {{name: cogvideox, checkpoint: model, dtype: fp32, device: cpu, vae_tiling: false}}
tracks: motion
track:
  motion:
    objective: {{name: motion}}
    data: {{name: captioned-videos, path: videos}}
    height: {arguments.height}
    width: {arguments.width}
    frames: {FRAMES}
    fps: {RATE}
switch: {{name: single-track, track: motion}}
cache: {{folder: cache, variants: 1}}
dataloader_num_workers: {arguments.workers}
"""
    )


class Clips(torch.utils.data.Dataset):
    """The videos of a folder as clips in [-1, 1], (C, F, H, W)."""

    def __init__(self, folder, height, width):
        self.files = sorted(folder.glob("*.mp4"))
        self.height, self.width = height, width

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return self.fitted(torch.stack([torch.from_numpy(frame) for frame in self.frames(self.files[index])]))

    @staticmethod
    def frames(file):
        """The frames that a player shows at k / rate seconds."""
        with av.open(str(file)) as container:
            stream = container.streams.video[0]
            stream.thread_type, stream.codec_context.thread_count = "AUTO", 2
            wanted, shown = 0, None
            for frame in container.decode(stream):
                while wanted < FRAMES and shown is not None and frame.time > wanted / RATE + 1e-6:
                    yield shown.to_ndarray(format="rgb24")
                    wanted += 1
                shown = frame
            while wanted < FRAMES:
                yield shown.to_ndarray(format="rgb24")
                wanted += 1

    def fitted(self, frames):
        """Scales to cover the size and cuts off the same on both sides."""
        frames = frames.permute(0, 3, 1, 2)
        scale = max(self.height / frames.shape[2], self.width / frames.shape[3])
        rows, columns = round(frames.shape[2] * scale), round(frames.shape[3] * scale)
        frames = torch.nn.functional.interpolate(
            frames.float(), size=(rows, columns), mode="bicubic", antialias=True, align_corners=False
        )
        top, left = (rows - self.height) // 2, (columns - self.width) // 2
        frames = frames[:, :, top : top + self.height, left : left + self.width]
        return (frames.round().clamp(0, 255) / 127.5 - 1).transpose(0, 1).contiguous()


@torch.no_grad()
def peer(folder, arguments):
    """Encodes all clips and prints the seconds that it took."""
    vae = AutoencoderKLCogVideoX.from_pretrained(folder / "model/vae").eval()
    clips = Clips(folder / "videos", arguments.height, arguments.width)
    output = folder / "peer"
    output.mkdir()
    begin = time.perf_counter()
    loader = torch.utils.data.DataLoader(clips, batch_size=1, num_workers=arguments.workers)
    for index, clip in enumerate(loader):
        posterior = vae.encode(clip).latent_dist
        arrays = {"mean": posterior.mean[0].contiguous(), "deviation": posterior.std[0].contiguous()}
        save_file(arrays, output / f"{index}.safetensors")
    print(json.dumps({"seconds": time.perf_counter() - begin}))


def run_peer(folder, arguments):
    """Seconds of the Python loop, in a process of its own."""
    shutil.rmtree(folder / "peer", ignore_errors=True)
    command = [sys.executable, __file__, *sys.argv[1:], "--peer"]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(output.stdout)["seconds"]


def run_sdvgen(folder, arguments):
    """Seconds of `sdvgen prepare`, as it says itself."""
    shutil.rmtree(folder / "cache", ignore_errors=True)
    command = [str(arguments.sdvgen), "prepare", str(folder / "run.yaml")]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.search(r"prepared (\d+) samples in ([\d.]+) s.*: (\d+) entries made, 0 samples failed", output)
    if not found or int(found[1]) != arguments.clips or int(found[3]) != arguments.clips:
        raise SystemExit("sdvgen has not prepared every clip: " + output)
    return float(found[2])


def cached_means(folder):
    """The means in sdvgen's cache, without the scaling factor."""
    for file in sorted((folder / "cache").rglob("*.safetensors")):
        with safe_open(file, "pt") as entry:
            yield entry.get_tensor("mean").flatten()


def largest_difference(folder):
    """How far the peer's latents are from the nearest of sdvgen's, over the latents' deviation."""
    factor = json.load(open(folder / "model/vae/config.json"))["scaling_factor"]
    ours = list(cached_means(folder))
    theirs = [load_file(file)["mean"].flatten() * factor for file in (folder / "peer").glob("*.safetensors")]
    spread = torch.cat(theirs).std()
    return max(min((mine - other).abs().max() for mine in ours) for other in theirs) / spread


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2, help="threads of sdvgen, processes of the DataLoader")
    parser.add_argument("--height", type=int, default=176)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--channels", type=int, nargs=4, default=[8, 8, 8, 8], help="of the VAE's levels")
    parser.add_argument("--sdvgen", type=Path, default=HOME / "sdvgen", help="the launcher")
    parser.add_argument("--work-dir", type=Path, default=Path("runs/bench-prepare"))
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", torch.get_num_threads())))
    folder = arguments.work_dir.resolve()
    if arguments.peer:
        peer(folder, arguments)
        return
    shutil.rmtree(folder, ignore_errors=True)
    write_inputs(folder, arguments)
    ratios = []
    for number in range(arguments.rounds):
        ours, theirs = run_sdvgen(folder, arguments), run_peer(folder, arguments)
        ratios.append(ours / theirs)
        clips = arguments.clips
        print(
            f"round {number}: sdvgen {clips / ours:.3f} clips/s, Python {clips / theirs:.3f} clips/s,"
            f" ratio of times {ratios[-1]:.3f}",
            flush=True,
        )
    print(f"median ratio of times {statistics.median(ratios):.3f} (below 1, sdvgen is faster)")
    print(f"largest difference of latents {largest_difference(folder):.4f} of their deviation")


if __name__ == "__main__":
    main()
