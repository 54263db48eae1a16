# A small transformer over [text ; reference ; video] tokens.
#
# Legend: B batch, L text tokens, c latent channels, f latent frames, D width, N kept reference
# tokens, n video tokens.

# The weights in the network's dtype: those that are trained themselves are float32.
def computing(w: Dict[str, Tensor]) -> Dict[str, Tensor]:
  dtype = int(w["dtype"])
  cast = annotate(Dict[str, Tensor], {})
  for name in w.keys():
    weight = w[name]
    if weight.dim() > 0 and not ".lora_" in name:
      weight = weight.to(dtype)
    cast[name] = weight
  return cast


# Queries or keys (B, heads, L + N + n, d) with all tokens after the text turned by their positions.
def rotate(x: Tensor, text: int, shared: Dict[str, Tensor]) -> Tensor:
  turned = __torch__.nn.apply_rotary(x[:, :, text:], shared["cos"], shared["sin"])
  return torch.cat([x[:, :, :text], turned], 2)


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # [timesteps (B)] -> [temb (B, D)].
  def time_embed(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.tiny_transformer.computing(w)
    x = __torch__.nn.timestep_embedding(streams[0], int(w["width"]), True, 0.0)
    return [__torch__.nn.linear(x.to(int(w["dtype"])), w, "linear")]

  # [text (B, L, .), one latent frame per reference (B, c, 1, h, w), latents (B, c, f, h, w)] ->
  # [text (B, L, D), reference (B, N, D), video (B, n, D)].
  def embed(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.tiny_transformer.computing(w)
    dtype = int(w["dtype"])
    text = __torch__.nn.linear(streams[0].to(dtype), w, "text_embed")
    frames = torch.cat(streams[1:], 2).to(dtype)
    patches = __torch__.nn.frame_conv2d(frames, w, "patch_embed", int(w["patch_size"]), 0)
    tokens = patches.flatten(2).transpose(1, 2)
    start = tokens.shape[1] // frames.shape[2] * (len(streams) - 2)
    kept = shared["kept"].unsqueeze(-1).expand([-1, -1, tokens.shape[2]])
    return [text, torch.gather(tokens[:, :start], 1, kept), tokens[:, start:]]

# guide: block
  # [text, reference, video] -> the same after joint attention.
  def block(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.tiny_transformer.computing(w)
    text, kept = streams[0].shape[1], streams[1].shape[1]
    sequence = torch.cat(streams, 1)
    x = __torch__.nn.layer_norm(sequence, w, "norm", 1e-06) + shared["temb"].unsqueeze(1)
    q = __torch__.nn.split_heads(__torch__.nn.linear(x, w, "to_q"), 2)
    k = __torch__.nn.split_heads(__torch__.nn.linear(x, w, "to_k"), 2)
    v = __torch__.nn.split_heads(__torch__.nn.linear(x, w, "to_v"), 2)
    q = __torch__.tiny_transformer.rotate(q, text, shared)
    k = __torch__.tiny_transformer.rotate(k, text, shared)
    a = __torch__.nn.merge_heads(__torch__.nn.attention(q, k, v, shared=shared))
    sequence = sequence + __torch__.nn.linear(a, w, "to_out")
    return [sequence[:, :text], sequence[:, text:text + kept], sequence[:, text + kept:]]
# end

  # [text, reference, video] -> [prediction (B, c, f, h, w), float32].
  def head(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.tiny_transformer.computing(w)
    x = __torch__.nn.linear(streams[2], w, "proj_out")
    frames, rows, columns = int(shared["grid"][0]), int(shared["grid"][1]), int(shared["grid"][2])
    p = int(w["patch_size"])
    x = x.reshape([x.shape[0], frames, rows, columns, -1, p, p]).permute([0, 4, 1, 2, 5, 3, 6])
    return [x.flatten(5, 6).flatten(3, 4).to(6)]
