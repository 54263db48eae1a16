# Quantises weights as torchao (int8 and fp8, one scale for an output channel) and bitsandbytes (NF4,
# blocks of 64, their largest values quantised once more) do, in the arithmetic of the weight's own
# dtype. dtypes are numbers: uint8 0, int8 1, float32 6, float8_e4m3fn 24.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # w (out, in) -> codes (out, in) int8, scale (out) in w's dtype.
  def int8(self, w: Tensor) -> Tuple[Tensor, Tensor]:
    scale = __torch__.quantize.channel_scale(w, 127.5)
    codes = torch.round(w * torch.reciprocal(scale).unsqueeze(1))
    return (torch.clamp(codes, -128, 127).to(1), scale)

  # w (out, in) -> codes (out, in) float8_e4m3fn, scale (out) in w's dtype.
  def fp8(self, w: Tensor) -> Tuple[Tensor, Tensor]:
    scale = __torch__.quantize.channel_scale(w, 448.0)
    scaled = w * torch.reciprocal(scale).unsqueeze(1)
    return (torch.clamp(scaled, -448.0, 448.0).to(24), scale)

  # w of n values -> codes (ceil(n / 2), 1) uint8, the first of two values in the high half; absmax
  # (ceil(n / 64)) uint8; nested_absmax (ceil(n / 64 / 256)) float32; nested_offset () float32.
  def nf4(self, w: Tensor, quant_map: Tensor, nested_quant_map: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    codes, absmax = __torch__.quantize.blockwise(w, quant_map, 64)
    if codes.shape[0] % 2 == 1:
      codes = torch.constant_pad_nd(codes, [0, 1], 7)
    packed = torch.bitwise_or(torch.mul(codes[::2], 16), codes[1::2]).unsqueeze(1)
    offset = torch.mean(absmax)
    nested, nested_absmax = __torch__.quantize.blockwise(absmax - offset, nested_quant_map, 256)
    return (packed, nested, nested_absmax, offset)

  # The values that a code of 8 bits stands for in the quantised largest values, float32, ascending:
  # between 10^-7 and 1 every decade has twice as many as the one below (arXiv:1511.04561).
  def nested_quant_map(self) -> Tensor:
    values = [torch.zeros([1]), torch.ones([1])]
    for i in range(7):
      bounds = torch.linspace(0.1, 1, int(2 ** i) + 1)
      means = (bounds[:-1] + bounds[1:]) / 2.0 * (10.0 ** float(i - 6))
      values.append(means)
      values.append(-means)
    return torch.sort(torch.cat(values))[0]

  # The weight of the layer "layer", whose parts w has, in like's dtype.
  def dequantize(self, like: Tensor, w: Dict[str, Tensor]) -> Tensor:
    return __torch__.nn.weight(like, w, "layer")


# The largest magnitude of each row of w over limit, at least float32's epsilon.
def channel_scale(w: Tensor, limit: float) -> Tensor:
  largest = torch.amax(torch.abs(w), [1]) / limit
  return torch.clamp(largest, 1.1920928955078125e-07)


# The nearest of a sorted map's values for x over the largest magnitude of its block: codes uint8 of
# x flattened, and these magnitudes, float32.
def blockwise(x: Tensor, quant_map: Tensor, size: int) -> Tuple[Tensor, Tensor]:
  flat = x.flatten().to(6)
  n = flat.shape[0]
  padded = torch.constant_pad_nd(flat, [0, (size - n % size) % size]).view(-1, size)
  absmax = torch.amax(torch.abs(padded), [1])
  scaled = padded * torch.reciprocal(torch.clamp(absmax, 1e-38)).unsqueeze(1)
  bounds = (quant_map[:-1] + quant_map[1:]) / 2.0
  codes = torch.bucketize(torch.clamp(scaled, -1.0, 1.0), bounds, out_int32=True)
  return (codes.flatten()[:n].to(0), absmax)
