# What tiled autoencoders share: a picture is cut into overlapping tiles, every tile goes through the
# network by itself, and where two results overlap, one fades into the other.
#
# tile has eight numbers: rows and columns of a tile, its distance to the next down and to the right,
# the overlap in the result down and to the right, and the rows and columns of each tile's result that
# are kept.
#
# Legend: B batch, C channels, F frames, H rows, W columns.


# The tiles of one row of x (B, C, F, H, W), from the left.
def cut_row(x: Tensor, top: int, tile: List[int]) -> List[Tensor]:
  parts = annotate(List[Tensor], [])
  for left in range(0, x.shape[4], tile[3]):
    parts.append(x[:, :, :, top:top + tile[0], left:left + tile[1]])
  return parts


# The weights (extent) of a tile over the one before it where they overlap: 0, 1/n, 2/n, ...
def ramp(extent: int, like: Tensor) -> Tensor:
  return torch.arange(extent, dtype=6, device=like.device) / extent


# b with its first rows (axis 3) or columns (axis 4) faded in from the last ones of a.
def blend(a: Tensor, b: Tensor, axis: int, extent: int) -> Tensor:
  n = min(extent, min(a.shape[axis], b.shape[axis]))
  if n == 0:
    return b
  weight = __torch__.tiles.ramp(n, b)
  if axis == 3:
    weight = weight.unsqueeze(1)
  last = a.narrow(axis, a.shape[axis] - n, n)
  faded = (last * (1 - weight) + b.narrow(axis, 0, n) * weight).to(b.dtype)
  return torch.cat([faded, b.narrow(axis, n, b.shape[axis] - n)], axis)


# The results of a row of tiles, blended with the row above, if any, and with one another.
def blend_row(above: List[Tensor], results: List[Tensor], tile: List[int]) -> List[Tensor]:
  row = annotate(List[Tensor], [])
  for y in results:
    if len(above) > 0:
      y = __torch__.tiles.blend(above[len(row)], y, 3, tile[4])
    if len(row) > 0:
      y = __torch__.tiles.blend(row[-1], y, 4, tile[5])
    row.append(y)
  return row


# What a blended row adds to the picture.
def join_row(row: List[Tensor], tile: List[int]) -> Tensor:
  return torch.cat([y[:, :, :, :tile[6], :tile[7]] for y in row], 4)
