# Rotary tables of CogVideoX (diffusers get_3d_rotary_pos_embed). A head's channels are shared out
# between the axes, a quarter for time and three eighths each for rows and columns. Computed on the
# CPU in float32, operation for operation as diffusers does, since angles of 50 leave no room.

# Angles (positions, dim / 2) of one axis.
def angles(positions: Tensor, dim: int) -> Tensor:
  exponents = torch.arange(0, dim, 2, dtype=6) / dim
  return torch.outer(positions, 1.0 / torch.pow(10000.0, exponents))


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # count positions from first to last, spaced in the given dtype (a number) and shifted.
  def axis(self, first: Tensor, last: Tensor, count: Tensor, dtype: Tensor, shift: Tensor) -> Tensor:
    return torch.linspace(float(first), float(last), int(count), dtype=int(dtype)).to(6) + float(shift)

  # Positions of frames, rows and columns -> cosines and sines (f * h * w, head_dim), each twice.
  def table(self, frames: Tensor, rows: Tensor, columns: Tensor, head_dim: Tensor) -> Tuple[Tensor, Tensor]:
    dim = int(head_dim)
    f, h, w = frames.shape[0], rows.shape[0], columns.shape[0]
    time = __torch__.rotary.angles(frames, dim // 4)
    row = __torch__.rotary.angles(rows, dim // 8 * 3)
    column = __torch__.rotary.angles(columns, dim // 8 * 3)
    joined = torch.cat([
        time[:, None, None, :].expand([f, h, w, -1]),
        row[None, :, None, :].expand([f, h, w, -1]),
        column[None, None, :, :].expand([f, h, w, -1])], -1).flatten(0, 2)
    cos = torch.repeat_interleave(torch.cos(joined), 2, 1)
    sin = torch.repeat_interleave(torch.sin(joined), 2, 1)
    return (cos, sin)
