# Walks through the networks of vae.py as they do themselves, and keeps the states in between under
# the path of their module and the number of the chunk.

# The parts of a block of the encoder; cache stays as it is.
def down_parts(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor], chunk: str, states: Dict[str, Tensor]):
  own = cache.copy()
  states[p + ".resnets.0" + chunk] = __torch__.vae.resnet(x, w, p + ".resnets.0", cache.copy())
  y = __torch__.vae.resnets(x, w, p, own)
  time, space = __torch__.vae.factors(w, p + ".downsampler")
  if space > 1:
    y = __torch__.vae.downsample(y, w, p + ".downsampler", own)
    states[p + ".resample" + chunk] = y
  states[p + ".avg_shortcut" + chunk] = __torch__.vae.average_down(x, y.shape[1], time, space)


# The parts of a block of the decoder; cache stays as it is.
def up_parts(x: Tensor, w: Dict[str, Tensor], p: str, first: bool, cache: Dict[str, Tensor], chunk: str, states: Dict[str, Tensor]):
  own = cache.copy()
  states[p + ".resnets.0" + chunk] = __torch__.vae.resnet(x, w, p + ".resnets.0", cache.copy())
  y = __torch__.vae.resnets(x, w, p, own)
  time, space = __torch__.vae.factors(w, p + ".upsampler")
  if space > 1:
    y = __torch__.vae.upsample(y, w, p + ".upsampler", own)
    states[p + ".resample" + chunk] = y
    states[p + ".avg_shortcut" + chunk] = __torch__.vae.duplicate_up(x, y.shape[1], time, space, first)


# The block in the middle.
def middle(x: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor], chunk: str, states: Dict[str, Tensor]) -> Tensor:
  y = __torch__.vae.resnet(x, w, p + ".resnets.0", cache.copy())
  states[p + ".attentions.0" + chunk] = __torch__.vae.attention(y, w, p + ".attentions.0")
  x = __torch__.vae.mid_block(x, w, p, cache)
  states[p + chunk] = x
  return x


# The layers after the last block.
def head(x: Tensor, w: Dict[str, Tensor], network: str, cache: Dict[str, Tensor], chunk: str, states: Dict[str, Tensor]):
  x = torch.silu(__torch__.vae.norm(x, w, network + ".norm_out"))
  states[network + ".conv_out" + chunk] = __torch__.vae.causal_conv(x, w, network + ".conv_out", cache)


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Pixels (B, C, F, H, W); the first two chunks.
  def encode(self, pixels: Tensor, w: Dict[str, Tensor]) -> Dict[str, Tensor]:
    states = annotate(Dict[str, Tensor], {})
    cache = annotate(Dict[str, Tensor], {})
    patches = __torch__.vae.to_patches(pixels, w)
    last = int(w["frames_per_latent"])
    for n in range(min(2, 1 + (patches.shape[2] - 1) // last)):
      chunk = ".chunk" + str(n)
      x = patches[:, :, n:1 + n * last]
      x = __torch__.vae.causal_conv(x, w, "encoder.conv_in", cache)
      states["encoder.conv_in" + chunk] = x
      i = 0
      while "encoder.down_blocks." + str(i) + ".resnets.0.conv1.weight" in w:
        p = "encoder.down_blocks." + str(i)
        __torch__.vae_states.down_parts(x, w, p, cache, chunk, states)
        x = __torch__.vae.down_block(x, w, p, cache)
        states[p + chunk] = x
        i = i + 1
      x = __torch__.vae_states.middle(x, w, "encoder.mid_block", cache, chunk, states)
      __torch__.vae_states.head(x, w, "encoder", cache, chunk, states)
    return states

  # Latents (B, c, f, h, w); the first two frames.
  def decode(self, latents: Tensor, w: Dict[str, Tensor]) -> Dict[str, Tensor]:
    states = annotate(Dict[str, Tensor], {})
    cache = annotate(Dict[str, Tensor], {})
    for n in range(min(2, latents.shape[2])):
      chunk = ".chunk" + str(n)
      x = __torch__.vae.causal_conv(latents[:, :, n:n + 1], w, "post_quant_conv", cache)
      x = __torch__.vae.causal_conv(x, w, "decoder.conv_in", cache)
      states["decoder.conv_in" + chunk] = x
      x = __torch__.vae_states.middle(x, w, "decoder.mid_block", cache, chunk, states)
      i = 0
      while "decoder.up_blocks." + str(i) + ".resnets.0.conv1.weight" in w:
        p = "decoder.up_blocks." + str(i)
        __torch__.vae_states.up_parts(x, w, p, n == 0, cache, chunk, states)
        x = __torch__.vae.up_block(x, w, p, n == 0, cache)
        states[p + chunk] = x
        i = i + 1
      __torch__.vae_states.head(x, w, "decoder", cache, chunk, states)
    return states
