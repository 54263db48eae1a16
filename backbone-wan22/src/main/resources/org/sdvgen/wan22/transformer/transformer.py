# Wan 2.2's transformer (diffusers WanTransformer3DModel) with the paper's reference: its clean tokens
# stand before the video's in one sequence and are dropped at the end.
#
# Two chains of blocks make the network. The first turns timesteps (B, S) into temb (B, S, D) and
# timestep_proj (B, S, 6 * D), where every token of the sequence takes one of the S rows:
#   timesteps_proj, time_embedder, time_proj
# the second latents and text into the prediction, with those two among the shared tensors:
#   embed, one transformer_block per layer, norm_out, proj_out, unpatchify
# Its streams are text (B, T, D) and tokens (B, L, D), of which the last n are the video's.
#
# w holds the weights of the block that is called, under their names in the checkpoint less the
# block's own path, and the configuration's numbers as 0-d tensors on the CPU. Some weights are
# float32 in any network: the tables of shift and scale, norm2 and the time embedder; so is all
# modulation.
#
# Legend: B batch, c latent channels, f latent frames, h rows, w columns, R reference frames,
# S timesteps, T text tokens, L tokens, D width, d head width.

# The weights in the network's dtype: those that are trained themselves are float32 masters. An
# adapter, quantised weights, the configuration's numbers and what is always float32 stay as they are.
def computing(w: Dict[str, Tensor]) -> Dict[str, Tensor]:
  dtype = int(w["dtype"])
  cast = annotate(Dict[str, Tensor], {})
  for name in w.keys():
    weight = w[name]
    wide = ".lora_" in name or "scale_shift_table" in name or "norm2." in name
    kept = wide or __torch__.nn.is_quantized(w, name)
    if weight.dim() > 0 and weight.dtype != dtype and not kept:
      weight = weight.to(dtype)
    cast[name] = weight
  return cast


# The rows (B, S, D) that the tokens take, (B, L, D), or one row for all; index (L).
def of_tokens(rows: Tensor, index: Tensor) -> Tensor:
  count = rows.shape[1]
  if count == 1 or count == index.shape[0]:
    return rows
  return torch.index_select(rows, 1, index)


# norm(x) * (1 + scale) + shift in float32, rounded to x's dtype; rows of shift and scale (B, S, D).
def modulated(x: Tensor, shift: Tensor, scale: Tensor, index: Tensor, w: Dict[str, Tensor]) -> Tensor:
  normed = torch.layer_norm(x.to(6), [x.shape[-1]], None, None, float(w["eps"]))
  shift = __torch__.transformer.of_tokens(shift, index)
  scale = __torch__.transformer.of_tokens(1 + scale, index)
  return torch.addcmul(shift, normed, scale).to(x.dtype)


# x + update * gate in float32, rounded to x's dtype; rows of the gate (B, S, D).
def gated(x: Tensor, update: Tensor, gate: Tensor, index: Tensor) -> Tensor:
  gate = __torch__.transformer.of_tokens(gate, index)
  return torch.addcmul(x.to(6), update.to(6), gate).to(x.dtype)


# RMS norm over all heads together, in float32, then heads: (B, L, D) -> (B, N, L, d). The ways back of
# torch.rms_norm and of a mean of squares take longer: they multiply the whole sequence more often.
def normed_heads(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  wide = x.to(6)
  norm = torch.linalg_vector_norm(wide, 2, [-1], True)
  rms = torch.rsqrt(norm * norm / wide.shape[-1] + float(w["eps"]))
  normed = wide * (rms * w[p + ".weight"].to(6))
  return __torch__.nn.split_heads(normed.to(x.dtype), int(w["heads"]))


# Self-attention of the sequence (B, L, D), whose queries and keys are turned by their positions.
def self_attention(x: Tensor, shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> Tensor:
  q = __torch__.transformer.normed_heads(__torch__.nn.linear(x, w, "attn1.to_q"), w, "attn1.norm_q")
  k = __torch__.transformer.normed_heads(__torch__.nn.linear(x, w, "attn1.to_k"), w, "attn1.norm_k")
  v = __torch__.nn.split_heads(__torch__.nn.linear(x, w, "attn1.to_v"), int(w["heads"]))
  q = __torch__.nn.apply_rotary(q, shared["cos"], shared["sin"])
  k = __torch__.nn.apply_rotary(k, shared["cos"], shared["sin"])
  a = __torch__.nn.merge_heads(__torch__.nn.attention(q, k, v, shared=shared))
  return __torch__.nn.linear(a, w, "attn1.to_out.0")


# Attention of the sequence (B, L, D) to the text (B, T, D), its padding included.
def cross_attention(x: Tensor, text: Tensor, w: Dict[str, Tensor]) -> Tensor:
  q = __torch__.transformer.normed_heads(__torch__.nn.linear(x, w, "attn2.to_q"), w, "attn2.norm_q")
  k = __torch__.transformer.normed_heads(__torch__.nn.linear(text, w, "attn2.to_k"), w, "attn2.norm_k")
  v = __torch__.nn.split_heads(__torch__.nn.linear(text, w, "attn2.to_v"), int(w["heads"]))
  a = __torch__.nn.merge_heads(__torch__.nn.attention(q, k, v))
  return __torch__.nn.linear(a, w, "attn2.to_out.0")


# The block's last layer. Where the block is run again, only the gradient of the gate needs its values.
def last_linear(x: Tensor, gate: Tensor, shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> Tensor:
  if "again" in shared and not gate.requires_grad:
    return __torch__.nn.unread_linear(x, w, "ffn.net.2", shared)
  return __torch__.nn.linear(x, w, "ffn.net.2")


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # [timesteps (B, S)] -> [their sinusoidal embedding (B, S, freq_dim), float32].
  def timesteps_proj(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    return [__torch__.nn.timestep_embedding(streams[0], int(w["freq_dim"]), True, 0.0)]

  # [embedding (B, S, freq_dim)] -> [temb (B, S, D)], computed in float32.
  def time_embedder(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    x = torch.silu(__torch__.nn.linear(streams[0], w, "linear_1"))
    return [__torch__.nn.linear(x, w, "linear_2").to(int(w["dtype"]))]

  # [temb (B, S, D)] -> [temb, timestep_proj (B, S, 6 * D)].
  def time_proj(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    temb = streams[0]
    return [temb, __torch__.nn.linear(torch.silu(temb), w, "condition_embedder.time_proj")]

  # [text embeddings (B, T, .), one latent frame per reference (B, c, 1, h, w), latents
  # (B, c, f, h, w)] -> [text, tokens]. Of the references' tokens those that shared["kept"] (B, N)
  # counts stay.
  def embed(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    dtype = int(w["dtype"])
    text = __torch__.nn.linear(streams[0].to(dtype), w, "condition_embedder.text_embedder.linear_1")
    text = torch.gelu(text, approximate="tanh")
    text = __torch__.nn.linear(text, w, "condition_embedder.text_embedder.linear_2")
    patch = int(w["patch_size"])
    latents = torch.cat(streams[1:], 2).to(dtype)
    patches = __torch__.nn.conv3d(latents, w, "patch_embedding", [1, patch, patch], [0, 0, 0])
    tokens = patches.flatten(2).transpose(1, 2)
    start_video = (len(streams) - 2) * patches.shape[3] * patches.shape[4]
    if start_video == 0:
      return [text, tokens]
    kept = shared["kept"].unsqueeze(-1).expand([-1, -1, tokens.shape[2]])
    reference = torch.gather(tokens[:, :start_video], 1, kept)
    return [text, torch.cat([reference, tokens[:, start_video:]], 1)]

  # WanTransformerBlock.
  def transformer_block(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    text, x = streams[0], streams[1]
    rows = shared["timestep_rows"]
    modulation = w["scale_shift_table"].unsqueeze(0) + shared["timestep_proj"].to(6).unflatten(2, [6, -1])
    shift, scale, gate, ff_shift, ff_scale, ff_gate = modulation.unbind(2)

    normed = __torch__.transformer.modulated(x, shift, scale, rows, w)
    x = __torch__.transformer.gated(x, __torch__.transformer.self_attention(normed, shared, w), gate, rows)

    normed = x
    if "norm2.weight" in w:
      normed = __torch__.nn.layer_norm_fp32(x, w, "norm2", float(w["eps"]))
    x = x + __torch__.transformer.cross_attention(normed, text, w)

    normed = __torch__.transformer.modulated(x, ff_shift, ff_scale, rows, w)
    inner = torch.gelu(__torch__.nn.linear(normed, w, "ffn.net.0.proj"), approximate="tanh")
    x = __torch__.transformer.gated(x, __torch__.transformer.last_linear(inner, ff_gate, shared, w), ff_gate, rows)
    return [text, x]

  # [text, tokens] -> [the video's tokens (B, n, D), normalised, float32].
  def norm_out(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    grid = shared["grid"]
    video = streams[1][:, -(int(grid[0]) * int(grid[1]) * int(grid[2])):]
    return [torch.layer_norm(video.to(6), [video.shape[-1]], None, None, float(w["eps"]))]

  # [tokens (B, n, D)] -> [patches (B, n, p * p * c)], modulated by the timestep before.
  def proj_out(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    x = streams[0]
    rows = shared["timestep_rows"]
    shift, scale = (w["scale_shift_table"].unsqueeze(0) + shared["temb"].unsqueeze(2)).unbind(2)
    shift = __torch__.transformer.of_tokens(shift, rows)[:, -x.shape[1]:]
    scale = __torch__.transformer.of_tokens(1 + scale, rows)[:, -x.shape[1]:]
    x = torch.addcmul(shift, x, scale).to(int(w["dtype"]))
    return [__torch__.nn.linear(x, w, "proj_out")]

  # [patches (B, n, p * p * c)] -> [prediction (B, c, f, h, w), float32].
  def unpatchify(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    x = streams[0]
    frames, rows, columns = int(shared["grid"][0]), int(shared["grid"][1]), int(shared["grid"][2])
    p = int(w["patch_size"])
    x = x.reshape([x.shape[0], frames, rows, columns, p, p, -1])
    x = x.permute([0, 6, 1, 2, 4, 3, 5])
    return [x.flatten(5, 6).flatten(3, 4).to(6)]
