# The encoder of T5 version 1.1 and of umT5 (transformers T5EncoderModel, UMT5EncoderModel), one call
# per block.
#
# w holds the weights of the part that is called, under their names in the checkpoint less the
# part's own prefix, and the configuration's numbers as 0-d tensors on the CPU.
#
# Legend: B batch, L tokens, D width, N heads.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ids (B, L) int64 -> (B, L, D).
  def embed(self, ids: Tensor, w: Dict[str, Tensor]) -> Tensor:
    return torch.embedding(w["shared.weight"], ids)

  # The bias of a block's attention, (1, N, length, length): a learned number per head and bucket
  # of relative positions. Half of the buckets are for later positions; in each half the first half
  # is for single distances, the rest grows logarithmically up to max_distance.
  def position_bias(self, length: Tensor, w: Dict[str, Tensor]) -> Tensor:
    table = w["relative_attention_bias.weight"]
    max_distance = float(w["relative_attention_max_distance"])
    position = torch.arange(int(length), dtype=4, device=table.device)
    relative = position[None, :] - position[:, None]
    buckets = table.shape[0] // 2
    exact = buckets // 2
    distance = torch.abs(relative)
    ratio = torch.log(distance.to(6) / float(exact)) / torch.log(max_distance / float(exact))
    far = torch.clamp_max(exact + (ratio * float(buckets - exact)).to(4), buckets - 1)
    bucket = (relative > 0).to(4) * buckets + torch.where(distance < exact, distance, far)
    return torch.embedding(table, bucket).permute([2, 0, 1]).unsqueeze(0)

  # bias (1, N, L, L), lengths (B) int64 -> (B, N, L, L): minus infinity past each row's length.
  def mask(self, bias: Tensor, lengths: Tensor) -> Tensor:
    position = torch.arange(bias.shape[3], device=bias.device)
    padding = position[None, :] >= lengths[:, None]
    return torch.masked_fill(bias, padding[:, None, None, :], float("-inf"))

  # x (B, L, D), bias (B or 1, N, L, L) -> (B, L, D).
  def block(self, x: Tensor, bias: Tensor, w: Dict[str, Tensor]) -> Tensor:
    eps = float(w["layer_norm_epsilon"])
    heads = bias.shape[1]
    n = __torch__.nn.rms_norm(x, w, "layer.0.layer_norm", eps)
    q = __torch__.nn.split_heads(__torch__.nn.linear(n, w, "layer.0.SelfAttention.q"), heads)
    k = __torch__.nn.split_heads(__torch__.nn.linear(n, w, "layer.0.SelfAttention.k"), heads)
    v = __torch__.nn.split_heads(__torch__.nn.linear(n, w, "layer.0.SelfAttention.v"), heads)
    a = __torch__.nn.merge_heads(__torch__.nn.attention(q, k, v, bias, 1.0))
    x = x + __torch__.nn.linear(a, w, "layer.0.SelfAttention.o")

    n = __torch__.nn.rms_norm(x, w, "layer.1.layer_norm", eps)
    gate = torch.gelu(__torch__.nn.linear(n, w, "layer.1.DenseReluDense.wi_0"), approximate="tanh")
    inner = gate * __torch__.nn.linear(n, w, "layer.1.DenseReluDense.wi_1")
    return x + __torch__.nn.linear(inner, w, "layer.1.DenseReluDense.wo")

  # x (B, L, D) -> the embeddings, (B, L, D).
  def final(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
    return __torch__.nn.rms_norm(x, w, "final_layer_norm", float(w["layer_norm_epsilon"]))
