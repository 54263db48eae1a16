# Fuses an adapter into a base weight; dtypes are numbers (float32 6).

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # W (out, in, ...) + scale * B A, of A (r, in, ...) and B (out, r, 1...), rounded once to W's dtype.
  def fuse(self, weight: Tensor, a: Tensor, b: Tensor, scale: Tensor) -> Tensor:
    delta = torch.matmul(b.flatten(1), a.flatten(1)).view(weight.shape)
    return (weight.to(6) + delta * float(scale)).to(weight.dtype)
