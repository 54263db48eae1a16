# Gradients without state: leaves are fresh aliases of the caller's tensors, so that no tensor keeps
# a .grad and nothing has to be zeroed. Called with gradient recording off.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Aliases that share the tensors' memory and ask for gradients.
  def leaves(self, tensors: List[Tensor]) -> List[Tensor]:
    return [t.detach().requires_grad_(True) for t in tensors]

  # Gradients of the leaves, given those of the outputs (in any precision): zeros for a leaf that no
  # output depends on. The last ones, as many as wide says, are returned in float32.
  def gradients(self, outputs: List[Tensor], upstream: List[Tensor], leaves: List[Tensor], wide: Tensor) -> List[Tensor]:
    roots = annotate(List[Tensor], [])
    seeds = annotate(List[Optional[Tensor]], [])
    for i in range(len(outputs)):
      if outputs[i].requires_grad:
        roots.append(outputs[i])
        seeds.append(upstream[i].to(outputs[i].dtype))
    found = annotate(List[Optional[Tensor]], [])
    if len(roots) > 0:
      found = torch.grad(roots, leaves, seeds, None, False, True)
    first_wide = len(leaves) - int(wide)
    result = annotate(List[Tensor], [])
    for i in range(len(leaves)):
      gradient: Optional[Tensor] = None
      if len(found) > 0:
        gradient = found[i]
      if gradient is None:
        gradient = torch.zeros_like(leaves[i].detach())
      if i >= first_wide:
        gradient = gradient.to(6)
      result.append(gradient)
    return result
