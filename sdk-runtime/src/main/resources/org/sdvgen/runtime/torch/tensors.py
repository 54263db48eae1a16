# Operations on whole tensors for the Java class Tensors; bf16 exists only in programs like this one.
# Scalar types are numbers: uint8 0, float32 6, bfloat16 15.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # An uninitialised tensor; place is a tensor on the wanted device, shape an int64 vector.
  def empty(self, place: Tensor, shape: Tensor, scalar_type: Tensor) -> Tensor:
    return torch.empty([int(n) for n in shape], dtype=int(scalar_type), device=place.device)

  # Writes the values whose raw bytes (uint8 vector) are given into target, from element start on.
  def fill(self, target: Tensor, start: Tensor, raw: Tensor, scalar_type: Tensor) -> Tensor:
    values = torch.view_copy(raw, dtype=int(scalar_type))
    target.view(-1).narrow(0, int(start), values.numel()).copy_(values)
    return target.view(-1)[:0]

  # Raw bytes (uint8 vector, on the CPU) of count elements from start on.
  def raw(self, x: Tensor, start: Tensor, count: Tensor) -> Tensor:
    part = x.reshape(-1).narrow(0, int(start), int(count)).contiguous()
    return torch.view_copy(part, dtype=0).cpu()

  def cast(self, x: Tensor, scalar_type: Tensor) -> Tensor:
    return torch._to_copy(x, dtype=int(scalar_type))

  def scalar_type(self, x: Tensor) -> Tensor:
    return torch.full([], x.dtype, dtype=4)

  def is_finite(self, x: Tensor) -> Tensor:
    return torch.all(torch.isfinite(x))

  # The same values on place's device, as a new tensor.
  def to_device(self, x: Tensor, place: Tensor) -> Tensor:
    return torch._to_copy(x, device=place.device)

  # Overwrites target in place, converting precision and device.
  def copy(self, target: Tensor, source: Tensor) -> Tensor:
    return target.copy_(source).view(-1)[:0]

  # The rows of x (N, ...) that index (n) counts, (n, ...).
  def select(self, x: Tensor, index: Tensor) -> Tensor:
    return torch.index_select(x, 0, index)

  # Rows of all parts behind each other.
  def join(self, parts: List[Tensor], index: Tensor) -> Tensor:
    return torch.index_select(torch.cat(parts, 0), 0, index)
