# The optimizer's arithmetic: one call for all parameters. Called with gradient recording off.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # AdamW in place; steps are 0-d float32 counters on the parameters' device, raised by one here.
  def adamw(self, parameters: List[Tensor], gradients: List[Tensor], exp_avgs: List[Tensor], exp_avg_sqs: List[Tensor], steps: List[Tensor], lr: Tensor, beta1: Tensor, beta2: Tensor, weight_decay: Tensor, eps: Tensor) -> Tensor:
    torch._foreach_add_(steps, 1.0)
    maximums = annotate(List[Tensor], [])
    torch._fused_adamw_(parameters, gradients, exp_avgs, exp_avg_sqs, maximums, steps, lr=float(lr), beta1=float(beta1), beta2=float(beta2), weight_decay=float(weight_decay), eps=float(eps), amsgrad=False, maximize=False)
    return steps[0]

  # L2 norm over all tensors together, in float32 on their device.
  def global_norm(self, tensors: List[Tensor]) -> Tensor:
    norms = torch._foreach_norm(tensors, 2.0)
    return torch.linalg_vector_norm(torch.stack(norms))

  # Clips in place as torch.nn.utils.clip_grad_norm_ does; returns the norm before.
  def clip(self, tensors: List[Tensor], max_norm: Tensor) -> Tensor:
    norms = torch._foreach_norm(tensors, 2.0)
    norm = torch.linalg_vector_norm(torch.stack(norms))
    factor = torch.clamp(float(max_norm) / (norm + 1e-6), None, 1.0)
    torch._foreach_mul_(tensors, factor)
    return norm
