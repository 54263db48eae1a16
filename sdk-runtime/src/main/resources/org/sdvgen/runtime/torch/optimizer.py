# The optimizer's arithmetic: one call for all parameters. Called with gradient recording off.

# The matrix with the singular vectors of x (m, n) and singular values near 1: five Newton-Schulz
# steps of a quintic whose coefficients make small values grow as fast as can be.
def orthogonalized(x: Tensor) -> Tensor:
  tall = x.shape[0] > x.shape[1]
  if tall:
    x = x.t()
  x = x / (torch.linalg_vector_norm(x) + 1e-07)
  for _ in range(5):
    gram = torch.mm(x, x.t())
    inner = torch.addmm(gram, gram, gram, beta=-4.7750, alpha=2.0315)
    x = torch.addmm(x, inner, x, beta=3.4445, alpha=1)
  if tall:
    x = x.t()
  return x


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

  # Muon in place, on matrices. The momentum is that of torch.optim.Muon: an exponential average of
  # the gradients, looked ahead by one step (Nesterov).
  def muon(self, parameters: List[Tensor], gradients: List[Tensor], momenta: List[Tensor], lr: Tensor, momentum: Tensor, weight_decay: Tensor) -> Tensor:
    decay = float(momentum)
    rate = float(lr)
    torch._foreach_lerp_(momenta, gradients, 1.0 - decay)
    torch._foreach_mul_(parameters, 1.0 - rate * float(weight_decay))
    for i in range(len(parameters)):
      ahead = torch.lerp(gradients[i], momenta[i], decay)
      rows, columns = ahead.shape
      scale = 0.2 * float(max(rows, columns)) ** 0.5
      parameters[i].add_(__torch__.optimizer.orthogonalized(ahead), alpha=-rate * scale)
    return parameters[0].view(-1)[:0]

  # averages += share * (values - averages), in place.
  def average(self, averages: List[Tensor], values: List[Tensor], share: Tensor) -> Tensor:
    torch._foreach_lerp_(averages, values, float(share))
    return averages[0].view(-1)[:0]

  # Exchanges the values of each pair, in place.
  def exchange(self, first: List[Tensor], second: List[Tensor]) -> Tensor:
    for i in range(len(first)):
      kept = first[i].clone()
      first[i].copy_(second[i])
      second[i].copy_(kept)
    return first[0].view(-1)[:0]
