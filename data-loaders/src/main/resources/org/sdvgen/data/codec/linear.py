# A linear codec: blocks of s x s pixels and t frames on the first c principal components of such
# blocks. A clip's first frame is taken t times, so that pictures and clips share one basis.
#
# w holds "mean" (D), "basis" (D, c) with orthonormal columns and "scale" (c), what components are
# multiplied by; D = 3 t s s.
#
# Legend: B batch, C colours, F frames, H rows, W columns; f, h, w the same in blocks; c latent channels.

# pixels (B, C, F, H, W) -> blocks (B, f, h, w, C t s s).
def to_blocks(pixels: Tensor, s: int, t: int) -> Tensor:
  first = pixels[:, :, :1].expand([-1, -1, t, -1, -1])
  frames = torch.cat([first, pixels[:, :, 1:]], 2)
  b, colours, length, rows, columns = frames.shape
  blocks = frames.reshape([b, colours, length // t, t, rows // s, s, columns // s, s])
  return blocks.permute([0, 2, 4, 6, 1, 3, 5, 7]).flatten(4)


# blocks (B, f, h, w, C t s s) -> pixels (B, C, F, H, W); the first frame is the mean of its copies.
def to_pixels(blocks: Tensor, colours: int, s: int, t: int) -> Tensor:
  b, f, h, w, _ = blocks.shape
  split = blocks.reshape([b, f, h, w, colours, t, s, s]).permute([0, 4, 1, 5, 2, 6, 3, 7])
  frames = split.reshape([b, colours, f * t, h * s, w * s])
  first = torch.mean(frames[:, :, :t], [2], True)
  return torch.cat([first, frames[:, :, t:]], 2)


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # pixels (B, C, F, H, W) -> latents (B, c, f, h, w).
  def encode(self, pixels: Tensor, w: Dict[str, Tensor], s: Tensor, t: Tensor) -> Tensor:
    blocks = __torch__.linear.to_blocks(pixels, int(s), int(t))
    components = torch.matmul(blocks - w["mean"], w["basis"]) * w["scale"]
    return components.permute([0, 4, 1, 2, 3]).contiguous()

  # latents (B, c, f, h, w) -> pixels (B, C, F, H, W).
  def decode(self, latents: Tensor, w: Dict[str, Tensor], colours: Tensor, s: Tensor, t: Tensor) -> Tensor:
    components = latents.permute([0, 2, 3, 4, 1]) / w["scale"]
    blocks = torch.matmul(components, w["basis"].t()) + w["mean"]
    return __torch__.linear.to_pixels(blocks, int(colours), int(s), int(t))

  # Adds the blocks of pixels to their number (), sum (D) and sum of products (D, D), all float64.
  def accumulate(self, pixels: Tensor, count: Tensor, total: Tensor, products: Tensor, s: Tensor, t: Tensor) -> Tensor:
    blocks = __torch__.linear.to_blocks(pixels, int(s), int(t)).flatten(0, 3).to(7)
    count.add_(blocks.shape[0])
    total.add_(torch.sum(blocks, [0]))
    products.addmm_(blocks.t(), blocks)
    return count

  # mean (D), basis (D, c) and scale (c) from the sums. Components are multiplied by a common factor
  # over the root of their standard deviation, so that strong ones stay stronger, and latents have a
  # mean square of 1. The largest entry of each basis vector is positive: the sign is not left to the
  # solver.
  def components(self, count: Tensor, total: Tensor, products: Tensor, channels: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    mean = total / count
    covariance = products / count - torch.outer(mean, mean)
    values, vectors = torch.linalg_eigh(covariance)
    basis = torch.flip(vectors, [1])[:, :int(channels)]
    deviation = torch.sqrt(torch.clamp(torch.flip(values, [0])[:int(channels)], 1e-12))
    peaks = torch.gather(basis, 0, torch.argmax(torch.abs(basis), 0, True))
    scale = torch.rsqrt(deviation) * torch.rsqrt(torch.mean(deviation))
    return (mean.to(6), (basis * torch.sign(peaks)).to(6).contiguous(), scale.to(6))
