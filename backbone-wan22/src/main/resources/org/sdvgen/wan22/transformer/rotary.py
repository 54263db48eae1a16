# Rotary tables of Wan (diffusers WanRotaryPosEmbed): whole positions on every axis, angles in
# float64, cosines and sines rounded to float32 at the end.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Angles (count, dim / 2) of the positions from first on, for dim channels.
  def angles(self, first: Tensor, count: Tensor, dim: Tensor) -> Tensor:
    d = int(dim)
    positions = torch.arange(int(first), int(first) + int(count), dtype=7)
    frequencies = 1.0 / torch.pow(10000.0, torch.arange(0, d, 2, dtype=7) / d)
    return torch.outer(positions, frequencies)

  # Angles of frames, rows and columns -> cosines and sines (f * h * w, d), each twice.
  def table(self, time: Tensor, row: Tensor, column: Tensor) -> Tuple[Tensor, Tensor]:
    f, h, w = time.shape[0], row.shape[0], column.shape[0]
    joined = torch.cat([
        time[:, None, None, :].expand([f, h, w, -1]),
        row[None, :, None, :].expand([f, h, w, -1]),
        column[None, None, :, :].expand([f, h, w, -1])], -1).flatten(0, 2)
    cos = torch.repeat_interleave(torch.cos(joined).to(6), 2, 1)
    sin = torch.repeat_interleave(torch.sin(joined).to(6), 2, 1)
    return (cos, sin)
