# Gradient surgery (PCGrad) on gradients kept as vectors, of float32 or bfloat16 (scalar types 6, 15).

# The mean of the buffers' elements that belong to one gradient, on its device.
def mean(buffers: List[Tensor], at: int, gradient: Tensor) -> Tensor:
  total = torch.zeros_like(gradient)
  for buffer in buffers:
    part = buffer.narrow(0, at, gradient.numel()).view(gradient.shape)
    total = total + torch._to_copy(part, dtype=6, device=gradient.device)
  return total / len(buffers)

def dot(a: Tensor, b: Tensor) -> float:
  return float(torch.sum(torch.mul(a.to(7), b.to(7))))

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # A vector in a file, which grows to its size; name holds the bytes of the file's name.
  def mapped(self, name: Tensor, count: Tensor, scalar_type: Tensor) -> Tensor:
    letters = [torch.chr(int(byte) % 256) for byte in name]
    return torch.from_file(torch.join("", letters), True, int(count), dtype=int(scalar_type))

  # Copies gradients into a vector, one behind the other.
  def store(self, slot: Tensor, gradients: List[Tensor]) -> Tensor:
    at = 0
    for gradient in gradients:
      slot.narrow(0, at, gradient.numel()).copy_(gradient.reshape(-1))
      at = at + gradient.numel()
    return slot[:0]

  # Own gradients g and the mean o of the others become
  #   weight * (g - along_other * o) + (1 - weight) * (o - along_own * g)
  # in place of g, where both projections vanish unless g and o conflict.
  def combine(self, gradients: List[Tensor], buffers: List[Tensor], weight: Tensor) -> Tensor:
    inner = 0.
    own_square = 0.
    other_square = 0.
    at = 0
    for gradient in gradients:
      other = __torch__.gradient_surgery.mean(buffers, at, gradient)
      inner = inner + __torch__.gradient_surgery.dot(gradient, other)
      own_square = own_square + __torch__.gradient_surgery.dot(gradient, gradient)
      other_square = other_square + __torch__.gradient_surgery.dot(other, other)
      at = at + gradient.numel()
    along_own = 0.
    along_other = 0.
    if inner < 0.:
      along_own = inner / own_square
      along_other = inner / other_square
    own_weight = float(weight)
    other_weight = 1. - own_weight
    at = 0
    for gradient in gradients:
      other = __torch__.gradient_surgery.mean(buffers, at, gradient)
      gradient.mul_(own_weight - other_weight * along_own)
      gradient.add_(other, alpha=other_weight - own_weight * along_other)
      at = at + gradient.numel()
    return gradients[0].view(-1)[:0]
