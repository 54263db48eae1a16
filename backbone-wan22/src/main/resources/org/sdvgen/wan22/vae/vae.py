# Wan 2.2's causal 3D autoencoder (diffusers AutoencoderKLWan with residual blocks).
#
# A video goes through in chunks: its first frame, then as many frames at a time as make one latent
# frame. Every causal convolution keeps the last frames that it saw in cache, under its own path, and
# puts them before the next chunk; before a video's start there are zeros. w holds all weights under
# their names in the checkpoint, and the configuration's numbers as 0-d tensors on the CPU.
#
# Legend: B batch, C channels, F frames, H rows, W columns of pixels; c, f, h, w in latent units.

# ---- pixels and patches --------------------------------------------------------------------------

# Squares of n x n pixels to channels: (B, C, F, H, W) -> (B, C n n, F, H / n, W / n). Of the pixels
# of a square those of its first column come first.
def patchify(x: Tensor, n: int) -> Tensor:
  squares = x.unflatten(4, [-1, n]).unflatten(3, [-1, n])
  return squares.permute([0, 1, 6, 4, 2, 3, 5]).flatten(1, 3)


# The inverse of patchify.
def unpatchify(x: Tensor, n: int) -> Tensor:
  squares = x.unflatten(1, [-1, n, n])
  return squares.permute([0, 1, 4, 5, 3, 6, 2]).flatten(5, 6).flatten(3, 4)


# ---- layers --------------------------------------------------------------------------------------

# WanCausalConv3d: x (B, C, F, H, W) -> (B, C', F, H, W).
def causal_conv(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  past = w[p + ".weight"].shape[2] - 1
  if past == 0:
    return __torch__.nn.conv3d(x, w, p, [1, 1, 1], [0, 0, 0])
  start = torch.zeros_like(x[:, :, :1]).expand([-1, -1, past, -1, -1])
  return __torch__.nn.streamed_conv3d(x, start, w, p, cache)


# WanRMS_norm over the channels, axis 1: the length in float32.
def norm(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  wide = x.to(6)
  length = torch.clamp_min(torch.linalg_vector_norm(wide, 2, [1], True), 1e-12)
  return (wide / length).to(x.dtype) * (x.shape[1] ** 0.5) * w[p + ".gamma"]


# WanResidualBlock.
def resnet(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  y = torch.silu(__torch__.vae.norm(x, w, p + ".norm1"))
  y = __torch__.vae.causal_conv(y, w, p + ".conv1", cache)
  y = torch.silu(__torch__.vae.norm(y, w, p + ".norm2"))
  y = __torch__.vae.causal_conv(y, w, p + ".conv2", cache)
  if p + ".conv_shortcut.weight" in w:
    x = __torch__.vae.causal_conv(x, w, p + ".conv_shortcut", cache)
  return y + x


# All residual layers of a block, as many as have weights.
def resnets(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  i = 0
  while p + ".resnets." + str(i) + ".conv1.weight" in w:
    x = __torch__.vae.resnet(x, w, p + ".resnets." + str(i), cache)
    i = i + 1
  return x


# WanAttentionBlock: every frame's pixels attend to one another, with one head.
def attention(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  frames = x.transpose(1, 2).flatten(0, 1)
  qkv = __torch__.nn.conv2d(__torch__.vae.norm(frames, w, p + ".norm"), w, p + ".to_qkv", 1, 0)
  q, k, v = qkv.flatten(2).transpose(1, 2).unsqueeze(1).chunk(3, -1)
  y = __torch__.nn.attention(q, k, v).squeeze(1).transpose(1, 2)
  y = __torch__.nn.conv2d(y.reshape(frames.shape), w, p + ".proj", 1, 0)
  return x + y.unflatten(0, [x.shape[0], x.shape[2]]).transpose(1, 2)


# WanMidBlock.
def mid_block(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  x = __torch__.vae.resnet(x, w, p + ".resnets.0", cache)
  x = __torch__.vae.attention(x, w, p + ".attentions.0")
  return __torch__.vae.resnet(x, w, p + ".resnets.1", cache)


# ---- changes of resolution -----------------------------------------------------------------------

# WanResample, down: half the rows and columns and, where it has a time_conv, half the frames. A
# video's first frame stays as it is.
def downsample(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  x = __torch__.nn.frame_conv2d(torch.constant_pad_nd(x, [0, 1, 0, 1]), w, p + ".resample.1", 2, 0)
  path = p + ".time_conv"
  if path + ".weight" not in w:
    return x
  y = x
  if path in cache:
    y = __torch__.nn.conv3d(torch.cat([cache[path], x], 2), w, path, [2, 1, 1], [0, 0, 0])
  cache[path] = x[:, :, -1:].clone()
  return y


# WanResample, up: twice the rows and columns and, where it has a time_conv, twice the frames. A
# video's first frame stays single, and time_conv never sees it.
def upsample(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  path = p + ".time_conv"
  if path in cache:
    pairs = __torch__.nn.streamed_conv3d(x, cache[path], w, path, cache)
    x = pairs.unflatten(1, [2, -1]).permute([0, 2, 3, 1, 4, 5]).flatten(2, 3)
  elif path + ".weight" in w:
    past = w[path + ".weight"].shape[2] - 1
    cache[path] = torch.zeros_like(x[:, :, :1]).repeat([1, 1, past, 1, 1])
  x = torch.repeat_interleave(torch.repeat_interleave(x, 2, 3), 2, 4)
  return __torch__.nn.frame_conv2d(x, w, p + ".resample.1", 1, 1)


# AvgDown3D: cells of time x space x space pixels to channels, then the mean of as many neighbouring
# channels as leave the given number. Zeros fill up the cell of a video's first frame.
def average_down(x: Tensor, channels: int, time: int, space: int) -> Tensor:
  missing = (time - x.shape[2] % time) % time
  x = torch.constant_pad_nd(x, [0, 0, 0, 0, missing, 0])
  cells = x.unflatten(4, [-1, space]).unflatten(3, [-1, space]).unflatten(2, [-1, time])
  folded = cells.permute([0, 1, 3, 5, 7, 2, 4, 6]).flatten(1, 4)
  return folded.unflatten(1, [channels, -1]).mean([2])


# DupUp3D: the inverse of average_down's folding, with every channel as often as it takes. Of the
# frames that a video's first frame becomes only the last one stays.
def duplicate_up(x: Tensor, channels: int, time: int, space: int, first: bool) -> Tensor:
  copies = channels * time * space * space // x.shape[1]
  cells = torch.repeat_interleave(x, copies, 1).unflatten(1, [channels, time, space, space])
  y = cells.permute([0, 1, 5, 2, 6, 3, 7, 4]).flatten(6, 7).flatten(4, 5).flatten(2, 3)
  if first:
    return y[:, :, time - 1:]
  return y


# By how much a block changes the number of frames and that of rows and columns: (1 or 2, 1 or 2).
def factors(w: Dict[str, Tensor], p: str) -> Tuple[int, int]:
  if p + ".time_conv.weight" in w:
    return (2, 2)
  if p + ".resample.1.weight" in w:
    return (1, 2)
  return (1, 1)


# ---- blocks --------------------------------------------------------------------------------------

# WanResidualDownBlock.
def down_block(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  down = p + ".downsampler"
  time, space = __torch__.vae.factors(w, down)
  y = __torch__.vae.resnets(x, w, p, cache)
  if space > 1:
    y = __torch__.vae.downsample(y, w, down, cache)
  return y + __torch__.vae.average_down(x, y.shape[1], time, space)


# WanResidualUpBlock; first: whether x is a video's first frame.
def up_block(x: Tensor, w: Dict[str, Tensor], p: str, first: bool, cache: Dict[str, Tensor]) -> Tensor:
  up = p + ".upsampler"
  time, space = __torch__.vae.factors(w, up)
  y = __torch__.vae.resnets(x, w, p, cache)
  if space == 1:
    return y
  y = __torch__.vae.upsample(y, w, up, cache)
  return y + __torch__.vae.duplicate_up(x, y.shape[1], time, space, first)


# ---- networks ------------------------------------------------------------------------------------

# WanEncoder3d and quant_conv: patches (B, C, F, H, W) -> mean and log-variance (B, 2 c, f, h, w).
def encoder(x: Tensor, w: Dict[str, Tensor], cache: Dict[str, Tensor]) -> Tensor:
  x = __torch__.vae.causal_conv(x, w, "encoder.conv_in", cache)
  i = 0
  while "encoder.down_blocks." + str(i) + ".resnets.0.conv1.weight" in w:
    x = __torch__.vae.down_block(x, w, "encoder.down_blocks." + str(i), cache)
    i = i + 1
  x = __torch__.vae.mid_block(x, w, "encoder.mid_block", cache)
  x = torch.silu(__torch__.vae.norm(x, w, "encoder.norm_out"))
  x = __torch__.vae.causal_conv(x, w, "encoder.conv_out", cache)
  return __torch__.vae.causal_conv(x, w, "quant_conv", cache)


# post_quant_conv and WanDecoder3d: one latent frame (B, c, 1, h, w) -> patches (B, C, F, H, W).
def decoder(z: Tensor, w: Dict[str, Tensor], first: bool, cache: Dict[str, Tensor]) -> Tensor:
  x = __torch__.vae.causal_conv(z, w, "post_quant_conv", cache)
  x = __torch__.vae.causal_conv(x, w, "decoder.conv_in", cache)
  x = __torch__.vae.mid_block(x, w, "decoder.mid_block", cache)
  i = 0
  while "decoder.up_blocks." + str(i) + ".resnets.0.conv1.weight" in w:
    x = __torch__.vae.up_block(x, w, "decoder.up_blocks." + str(i), first, cache)
    i = i + 1
  x = torch.silu(__torch__.vae.norm(x, w, "decoder.norm_out"))
  return __torch__.vae.causal_conv(x, w, "decoder.conv_out", cache)


# One network over a whole video in chunks. Frames that make no whole latent frame are left out.
def in_chunks(x: Tensor, w: Dict[str, Tensor], encode: bool) -> Tensor:
  cache = annotate(Dict[str, Tensor], {})
  parts = annotate(List[Tensor], [])
  if encode:
    size = int(w["frames_per_latent"])
    parts.append(__torch__.vae.encoder(x[:, :, :1], w, cache))
    for start in range(1, x.shape[2] - size + 1, size):
      parts.append(__torch__.vae.encoder(x[:, :, start:start + size], w, cache))
  else:
    for i in range(x.shape[2]):
      parts.append(__torch__.vae.decoder(x[:, :, i:i + 1], w, i == 0, cache))
  return torch.cat(parts, 2)


# One network over overlapping tiles.
def in_tiles(x: Tensor, w: Dict[str, Tensor], encode: bool, tile: List[int]) -> Tensor:
  above = annotate(List[Tensor], [])
  rows = annotate(List[Tensor], [])
  for top in range(0, x.shape[3], tile[2]):
    parts = __torch__.tiles.cut_row(x, top, tile)
    results = [__torch__.vae.in_chunks(part, w, encode) for part in parts]
    above = __torch__.tiles.blend_row(above, results, tile)
    rows.append(__torch__.tiles.join_row(above, tile))
  return torch.cat(rows, 3)


# Pixels in float32 to patches in the network's precision.
def to_patches(pixels: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return __torch__.vae.patchify(pixels.to(int(w["dtype"])), int(w["patch_size"]))


# Patches to pixels in float32.
def to_pixels(patches: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return __torch__.vae.unpatchify(patches, int(w["patch_size"])).to(6)


# Mean and clamped log-variance in float32.
def to_moments(moments: Tensor) -> Tuple[Tensor, Tensor]:
  mean, logvar = moments.to(6).chunk(2, 1)
  return (mean.contiguous(), torch.clamp(logvar, -30.0, 20.0))


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Pixels (B, C, F, H, W) -> (mean, log-variance clamped to [-30, 20]), each (B, c, f, h, w) float32.
  def encode(self, pixels: Tensor, w: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
    x = __torch__.vae.to_patches(pixels, w)
    return __torch__.vae.to_moments(__torch__.vae.in_chunks(x, w, True))

  # The numbers of tile that come before the network count patches, not pixels.
  def encode_tiled(self, pixels: Tensor, w: Dict[str, Tensor], tile: Tensor) -> Tuple[Tensor, Tensor]:
    x = __torch__.vae.to_patches(pixels, w)
    numbers = [int(n) for n in tile]
    return __torch__.vae.to_moments(__torch__.vae.in_tiles(x, w, True, numbers))

  # Latents (B, c, f, h, w) -> pixels (B, C, F, H, W) float32.
  def decode(self, latents: Tensor, w: Dict[str, Tensor]) -> Tensor:
    z = latents.to(int(w["dtype"]))
    return __torch__.vae.to_pixels(__torch__.vae.in_chunks(z, w, False), w)

  # The numbers of tile that come after the network count patches, not pixels.
  def decode_tiled(self, latents: Tensor, w: Dict[str, Tensor], tile: Tensor) -> Tensor:
    z = latents.to(int(w["dtype"]))
    numbers = [int(n) for n in tile]
    return __torch__.vae.to_pixels(__torch__.vae.in_tiles(z, w, False, numbers), w)

  # What a step of fitting minimises, and its parts (4): of pixels (B, C, F, H, W), with noise
  # (B, c, f, h, w) for the draw from the posterior. Everything is float32.
  def fit(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    pixels = streams[0]
    mean, logvar = __torch__.vae.to_moments(__torch__.vae.in_chunks(__torch__.vae.to_patches(pixels, w), w, True))
    latents = __torch__.fitting.drawn(mean, logvar, shared["noise"])
    decoded = __torch__.vae.to_pixels(__torch__.vae.in_chunks(latents, w, False), w)
    return [__torch__.fitting.losses(pixels, decoded, mean, logvar, float(shared["kl_weight"]))]
