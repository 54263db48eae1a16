# Matrix products and attentions by themselves, for the Java class Floor. Called with gradient
# recording off.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Of extents (rows, inner, outer): input (rows, inner), weight (outer, inner), gradient (rows, outer).
  def product_tensors(self, place: Tensor, extents: Tensor, scalar_type: Tensor) -> List[Tensor]:
    rows, inner, outer = int(extents[0]), int(extents[1]), int(extents[2])
    shapes = [[rows, inner], [outer, inner], [rows, outer]]
    return [torch.rand(shape, device=place.device).to(int(scalar_type)) for shape in shapes]

  def product(self, t: List[Tensor]) -> List[Tensor]:
    return [torch.linear(t[0], t[1])]

  # The gradient of the input.
  def product_gradient(self, t: List[Tensor]) -> List[Tensor]:
    return [torch.mm(t[2], t[1])]

  def weight_gradient(self, t: List[Tensor]) -> List[Tensor]:
    return [torch.mm(t[2].t(), t[0])]

  # Of extents (batch, heads, queries, keys, width): queries, keys, values, gradient, result,
  # log-sum-exp and kernel; without the last three where the kernel's backward cannot be called.
  def attention_tensors(self, place: Tensor, extents: Tensor, scalar_type: Tensor) -> List[Tensor]:
    batch, heads, queries, keys, width = [int(n) for n in extents]
    t = annotate(List[Tensor], [])
    for rows in [queries, keys, keys, queries]:
      x = torch.rand([batch, rows, heads, width], device=place.device)
      t.append(x.to(int(scalar_type)).transpose(1, 2))
    if place.device.type == "cpu":
      both = torch._scaled_dot_product_flash_attention_for_cpu(t[0], t[1], t[2])
      t.append(both[0])
      t.append(both[1])
    return t

  def attention(self, t: List[Tensor]) -> List[Tensor]:
    return [torch.scaled_dot_product_attention(t[0], t[1], t[2])]

  # The gradients of queries, keys and values.
  def attention_gradient(self, t: List[Tensor]) -> List[Tensor]:
    if len(t) == 6:
      found = torch._scaled_dot_product_flash_attention_for_cpu_backward(t[3], t[0], t[1], t[2], t[4], t[5], 0.0, False)
      return [found[0]]
    # Five products in place of two, at the forward kernel's speed.
    return [torch.scaled_dot_product_attention(t[0], t[1], t[2]), torch.scaled_dot_product_attention(t[0], t[1], t[2])]

  def wait(self, t: List[Tensor]) -> Tensor:
    return t[0].flatten()[:1].to(6).cpu()
