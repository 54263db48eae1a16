# CogVideoX's causal 3D autoencoder (diffusers AutoencoderKLCogVideoX).
#
# A video goes through in batches of frames. Every causal convolution keeps the last frames that it
# saw in cache, under its own path, and puts them before the next batch; before a video's start it
# repeats the first frame. w holds all weights under their names in the checkpoint, and the
# configuration's numbers as 0-d tensors on the CPU.
#
# Legend: B batch, C channels, F frames, H rows, W columns of pixels; c, f, h, w in latent units.

# ---- convolutions --------------------------------------------------------------------------------

# CogVideoXCausalConv3d: x (B, C, F, H, W) -> (B, C', F, H, W).
def causal_conv(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  path = p + ".conv"
  past = w[path + ".weight"].shape[2] - 1
  if past == 0:
    return __torch__.nn.conv3d(x, w, path, [1, 1, 1], [0, 0, 0])
  start = __torch__.nn.repeat_first_frame(x, past)
  return __torch__.nn.streamed_conv3d(x, start, w, path, cache)


# ---- normalisation -------------------------------------------------------------------------------

# Whether the first frame goes its own way when time is stretched or shrunk.
def has_first_frame(x: Tensor) -> bool:
  return x.shape[2] > 1 and x.shape[2] % 2 == 1


# zq (B, c, f, h, w) stretched to the frames, rows and columns of x.
def stretch(zq: Tensor, x: Tensor) -> Tensor:
  f, h, w = x.shape[2], x.shape[3], x.shape[4]
  if __torch__.vae.has_first_frame(x):
    first = torch.upsample_nearest3d(zq[:, :, :1], [1, h, w])
    rest = torch.upsample_nearest3d(zq[:, :, 1:], [f - 1, h, w])
    return torch.cat([first, rest], 2)
  return torch.upsample_nearest3d(zq, [f, h, w])


# CogVideoXSpatialNorm3D: a group norm modulated by the latents zq.
def spatial_norm(x: Tensor, zq: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  z = __torch__.vae.stretch(zq, x)
  y = __torch__.vae.causal_conv(z, w, p + ".conv_y", cache)
  b = __torch__.vae.causal_conv(z, w, p + ".conv_b", cache)
  return __torch__.nn.group_norm(x, w, p + ".norm_layer", int(w["norm_num_groups"]), 1e-06) * y + b


# The norm of a residual layer: modulated in the decoder, plain in the encoder.
def norm(x: Tensor, zq: Optional[Tensor], w: Dict[str, Tensor], p: str, eps: float, cache: Dict[str, Tensor]) -> Tensor:
  if zq is not None:
    return __torch__.vae.spatial_norm(x, zq, w, p, cache)
  return __torch__.nn.group_norm(x, w, p, int(w["norm_num_groups"]), eps)


# ---- residual layers -----------------------------------------------------------------------------

# CogVideoXResnetBlock3D.
def resnet(x: Tensor, zq: Optional[Tensor], w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  eps = float(w["norm_eps"])
  y = torch.silu(__torch__.vae.norm(x, zq, w, p + ".norm1", eps, cache))
  y = __torch__.vae.causal_conv(y, w, p + ".conv1", cache)
  y = torch.silu(__torch__.vae.norm(y, zq, w, p + ".norm2", eps, cache))
  y = __torch__.vae.causal_conv(y, w, p + ".conv2", cache)
  if p + ".conv_shortcut.weight" in w:
    x = __torch__.nn.conv3d(x, w, p + ".conv_shortcut", [1, 1, 1], [0, 0, 0])
  return y + x


# All residual layers of a block, as many as have weights.
def resnets(x: Tensor, zq: Optional[Tensor], w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  i = 0
  while p + ".resnets." + str(i) + ".conv1.conv.weight" in w:
    x = __torch__.vae.resnet(x, zq, w, p + ".resnets." + str(i), cache)
    i = i + 1
  return x


# ---- changes of resolution -----------------------------------------------------------------------

# CogVideoXDownsample3D: half the rows and columns and, if asked, half the frames.
def downsample(x: Tensor, w: Dict[str, Tensor], p: str, compress_time: bool) -> Tensor:
  if compress_time:
    kept = x.shape[2] % 2
    pairs = x[:, :, kept:].unflatten(2, [-1, 2]).mean([3])
    x = torch.cat([x[:, :, :kept], pairs], 2)
  return __torch__.nn.frame_conv2d(torch.constant_pad_nd(x, [0, 1, 0, 1]), w, p + ".conv", 2, 0)


# CogVideoXUpsample3D: twice the rows and columns and, if asked, twice the frames. A single frame
# stays single, as does the first of an odd number.
def upsample(x: Tensor, w: Dict[str, Tensor], p: str, compress_time: bool) -> Tensor:
  if compress_time and x.shape[2] > 1:
    kept = x.shape[2] % 2
    x = torch.cat([x[:, :, :kept], torch.repeat_interleave(x[:, :, kept:], 2, 2)], 2)
  x = torch.repeat_interleave(torch.repeat_interleave(x, 2, 3), 2, 4)
  return __torch__.nn.frame_conv2d(x, w, p + ".conv", 1, 1)


# ---- networks ------------------------------------------------------------------------------------

# CogVideoXEncoder3D: pixels (B, C, F, H, W) -> mean and log-variance (B, 2 c, f, h, w).
def encoder(x: Tensor, w: Dict[str, Tensor], cache: Dict[str, Tensor]) -> Tensor:
  temporal_levels = int(w["temporal_levels"])
  x = __torch__.vae.causal_conv(x, w, "encoder.conv_in", cache)
  i = 0
  while "encoder.down_blocks." + str(i) + ".resnets.0.conv1.conv.weight" in w:
    p = "encoder.down_blocks." + str(i)
    x = __torch__.vae.resnets(x, None, w, p, cache)
    if p + ".downsamplers.0.conv.weight" in w:
      x = __torch__.vae.downsample(x, w, p + ".downsamplers.0", i < temporal_levels)
    i = i + 1
  x = __torch__.vae.resnets(x, None, w, "encoder.mid_block", cache)
  x = torch.silu(__torch__.vae.norm(x, None, w, "encoder.norm_out", 1e-06, cache))
  return __torch__.vae.causal_conv(x, w, "encoder.conv_out", cache)


# CogVideoXDecoder3D: latents (B, c, f, h, w) -> pixels (B, C, F, H, W).
def decoder(z: Tensor, w: Dict[str, Tensor], cache: Dict[str, Tensor]) -> Tensor:
  temporal_levels = int(w["temporal_levels"])
  x = __torch__.vae.causal_conv(z, w, "decoder.conv_in", cache)
  x = __torch__.vae.resnets(x, z, w, "decoder.mid_block", cache)
  i = 0
  while "decoder.up_blocks." + str(i) + ".resnets.0.conv1.conv.weight" in w:
    p = "decoder.up_blocks." + str(i)
    x = __torch__.vae.resnets(x, z, w, p, cache)
    if p + ".upsamplers.0.conv.weight" in w:
      x = __torch__.vae.upsample(x, w, p + ".upsamplers.0", i < temporal_levels)
    i = i + 1
  x = torch.silu(__torch__.vae.spatial_norm(x, z, w, "decoder.norm_out", cache))
  return __torch__.vae.causal_conv(x, w, "decoder.conv_out", cache)


# One network over a whole video in batches of frames; the first batch takes the remainder too.
def in_batches(x: Tensor, w: Dict[str, Tensor], encode: bool) -> Tensor:
  size = int(w["latent_frames_per_batch"])
  if encode:
    size = int(w["frames_per_batch"])
  cache = annotate(Dict[str, Tensor], {})
  parts = annotate(List[Tensor], [])
  remainder = x.shape[2] % size
  batches = max(x.shape[2] // size, 1)
  for i in range(batches):
    start = size * i + remainder
    if i == 0:
      start = 0
    batch = x[:, :, start:size * (i + 1) + remainder]
    if encode:
      parts.append(__torch__.vae.encoder(batch, w, cache))
    else:
      parts.append(__torch__.vae.decoder(batch, w, cache))
  return torch.cat(parts, 2)


# Mean and clamped log-variance in float32.
def to_moments(moments: Tensor) -> Tuple[Tensor, Tensor]:
  mean, logvar = moments.to(6).chunk(2, 1)
  return (mean.contiguous(), torch.clamp(logvar, -30.0, 20.0))


# ---- tiles ---------------------------------------------------------------------------------------

# One network over overlapping tiles.
def in_tiles(x: Tensor, w: Dict[str, Tensor], encode: bool, tile: List[int]) -> Tensor:
  above = annotate(List[Tensor], [])
  rows = annotate(List[Tensor], [])
  for top in range(0, x.shape[3], tile[2]):
    parts = __torch__.tiles.cut_row(x, top, tile)
    results = [__torch__.vae.in_batches(part, w, encode) for part in parts]
    above = __torch__.tiles.blend_row(above, results, tile)
    rows.append(__torch__.tiles.join_row(above, tile))
  return torch.cat(rows, 3)


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Pixels (B, C, F, H, W) -> (mean, log-variance clamped to [-30, 20]), each (B, c, f, h, w) float32.
  def encode(self, pixels: Tensor, w: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
    return __torch__.vae.to_moments(__torch__.vae.in_batches(pixels.to(int(w["dtype"])), w, True))

  def encode_tiled(self, pixels: Tensor, w: Dict[str, Tensor], tile: Tensor) -> Tuple[Tensor, Tensor]:
    numbers = [int(n) for n in tile]
    x = pixels.to(int(w["dtype"]))
    return __torch__.vae.to_moments(__torch__.vae.in_tiles(x, w, True, numbers))

  # Latents (B, c, f, h, w) -> pixels (B, C, F, H, W) float32.
  def decode(self, latents: Tensor, w: Dict[str, Tensor]) -> Tensor:
    return __torch__.vae.in_batches(latents.to(int(w["dtype"])), w, False).to(6)

  def decode_tiled(self, latents: Tensor, w: Dict[str, Tensor], tile: Tensor) -> Tensor:
    numbers = [int(n) for n in tile]
    return __torch__.vae.in_tiles(latents.to(int(w["dtype"])), w, False, numbers).to(6)

  # What a step of fitting minimises, and its parts (4): of pixels (B, C, F, H, W), with noise
  # (B, c, f, h, w) for the draw from the posterior. Everything is float32.
  def fit(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    pixels = streams[0]
    mean, logvar = __torch__.vae.to_moments(__torch__.vae.in_batches(pixels, w, True))
    latents = __torch__.fitting.drawn(mean, logvar, shared["noise"])
    decoded = __torch__.vae.in_batches(latents, w, False)
    return [__torch__.fitting.losses(pixels, decoded, mean, logvar, float(shared["kl_weight"]))]
