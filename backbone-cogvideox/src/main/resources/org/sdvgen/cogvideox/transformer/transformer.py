# CogVideoX's transformer (diffusers CogVideoXTransformer3DModel) with the paper's reference stream:
# a sequence of [text ; reference ; video] tokens in joint attention, of which the reference has a
# residual path and gates of its own and is dropped at the end.
#
# Two chains of blocks make the network. The first turns timesteps into temb (B, T):
#   time_proj, time_embedding
# the second latents and text into the prediction, with temb among the shared tensors:
#   patch_embed, one transformer_block per layer, norm_final, norm_out, proj_out
# Its streams are text (B, L, D), reference (B, N, D) and video (B, n, D); N is 0 where there is no
# reference.
#
# w holds the weights of the block that is called, under their names in the checkpoint less the
# block's own path, and the configuration's numbers as 0-d tensors on the CPU.
#
# Legend: B batch, c latent channels, f latent frames, h rows, w columns, R reference frames,
# D width, T time width, d head width.

# The weights in the network's dtype: those that are trained themselves are float32 masters. An
# adapter, quantised weights and the configuration's numbers stay as they are.
def computing(w: Dict[str, Tensor]) -> Dict[str, Tensor]:
  dtype = int(w["dtype"])
  cast = annotate(Dict[str, Tensor], {})
  for name in w.keys():
    weight = w[name]
    kept = ".lora_" in name or __torch__.nn.is_quantized(w, name)
    if weight.dim() > 0 and weight.dtype != dtype and not kept:
      weight = weight.to(dtype)
    cast[name] = weight
  return cast


# The weights less the adapter's.
def without_adapter(w: Dict[str, Tensor]) -> Dict[str, Tensor]:
  plain = annotate(Dict[str, Tensor], {})
  for name in w.keys():
    if not ".lora_" in name:
      plain[name] = w[name]
  return plain


# norm(x) * (1 + scale) + shift of x (B, L, D) with scale and shift (B, D).
def modulate(x: Tensor, shift: Tensor, scale: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  normed = __torch__.nn.layer_norm(x, w, p, float(w["norm_eps"]))
  return normed * (1 + scale.unsqueeze(1)) + shift.unsqueeze(1)


# CogVideoXLayerNormZero for three streams: the modulated sequence and a gate (B, 1, D) per stream.
# The adapter of its linear layer is for the reference, which takes the video's three chunks of the
# output with it; norm_lora_all applies it to all streams, as the published code does.
def layer_norm_zero(streams: List[Tensor], temb: Tensor, w: Dict[str, Tensor], p: str) -> List[Tensor]:
  conditioning = torch.silu(temb)
  adapted = __torch__.nn.linear(conditioning, w, p + ".linear")
  plain = adapted
  if float(w["norm_lora_all"]) == 0.0:
    plain = __torch__.nn.base_linear(conditioning, w, p + ".linear")
  shift, scale, gate, text_shift, text_scale, text_gate = plain.chunk(6, 1)
  reference_shift, reference_scale, reference_gate, _, _, _ = adapted.chunk(6, 1)
  sequence = torch.cat([
      __torch__.transformer.modulate(streams[0], text_shift, text_scale, w, p + ".norm"),
      __torch__.transformer.modulate(streams[1], reference_shift, reference_scale, w, p + ".norm"),
      __torch__.transformer.modulate(streams[2], shift, scale, w, p + ".norm")], 1)
  return [sequence, text_gate.unsqueeze(1), reference_gate.unsqueeze(1), gate.unsqueeze(1)]


# streams + gates * update, where update (B, L + N + n, D) is cut at the streams' lengths: in one
# call, whose way back puts the parts together once, where slices fill a whole tensor each.
def gated(streams: List[Tensor], gates: List[Tensor], update: Tensor) -> List[Tensor]:
  parts = torch.split_with_sizes(update, [stream.shape[1] for stream in streams], 1)
  return [
      streams[0] + gates[0] * parts[0],
      streams[1] + gates[1] * parts[1],
      streams[2] + gates[2] * parts[2]]


# x (B, N, L, d) with all tokens after the text turned by their positions; cos, sin (B, 1, L - text, d).
def rotate(x: Tensor, text: int, shared: Dict[str, Tensor]) -> Tensor:
  parts = torch.split_with_sizes(x, [text, x.shape[2] - text], 2)
  return torch.cat([parts[0], __torch__.nn.apply_rotary(parts[1], shared["cos"], shared["sin"])], 2)


# Linear layer p of the sequence x (B, L, D) of text, reference and video tokens. Its adapter acts on
# all of them, or with lora_reference_only on the reference's alone.
def linear(x: Tensor, text: int, reference: int, w: Dict[str, Tensor], p: str) -> Tensor:
  if float(w["lora_reference_only"]) == 0.0:
    return __torch__.nn.linear(x, w, p)
  video = text + reference
  return torch.cat([
      __torch__.nn.base_linear(x[:, :text], w, p),
      __torch__.nn.linear(x[:, text:video], w, p),
      __torch__.nn.base_linear(x[:, video:], w, p)], 1)


# Tokens (B, f * h/p * w/p, D) of latents (B, c, f, h, w).
def tokens(latents: Tensor, w: Dict[str, Tensor]) -> Tensor:
  frames = latents.transpose(1, 2).flatten(0, 1)
  patches = __torch__.nn.conv2d(frames, w, "proj", int(w["patch_size"]), 0)
  tokens = patches.flatten(2).transpose(1, 2)
  return tokens.reshape([latents.shape[0], latents.shape[2] * tokens.shape[1], tokens.shape[2]])


# Joint attention over the sequence (B, L, D); text and reference are the numbers of
# those tokens.
def attention(x: Tensor, text: int, reference: int, shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> Tensor:
  heads = x.shape[2] // int(w["attention_head_dim"])
  q = __torch__.nn.split_heads(__torch__.transformer.linear(x, text, reference, w, "attn1.to_q"), heads)
  k = __torch__.nn.split_heads(__torch__.transformer.linear(x, text, reference, w, "attn1.to_k"), heads)
  v = __torch__.nn.split_heads(__torch__.transformer.linear(x, text, reference, w, "attn1.to_v"), heads)
  q = __torch__.transformer.rotate(__torch__.nn.layer_norm(q, w, "attn1.norm_q", 1e-06), text, shared)
  k = __torch__.transformer.rotate(__torch__.nn.layer_norm(k, w, "attn1.norm_k", 1e-06), text, shared)
  a = __torch__.nn.merge_heads(__torch__.nn.attention(q, k, v, shared=shared))
  return __torch__.transformer.linear(a, text, reference, w, "attn1.to_out.0")


# The block's last layer. Where the block is run again, only the gradients of the gates need its
# values: that of the reference, whose gate the adapter acts on, and these few the block has kept.
def last_linear(x: Tensor, text: int, reference: int, gates: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> Tensor:
  p = "ff.net.2"
  video = text + reference
  if "again" in shared and "kept.update" in shared and not gates[0].requires_grad and not gates[2].requires_grad:
    update = __torch__.nn.unread_linear(x, w, p, shared)
    torch.copy_(update.data[:, text:video], shared["kept.update"])
    return update
  update = __torch__.transformer.linear(x, text, reference, w, p)
  if "keep" in shared and float(w["norm_lora_all"]) == 0.0 and float(w["lora_reference_only"]) == 0.0:
    shared["kept.update"] = update[:, text:video].clone()
  return update


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # [timesteps (B)] -> [their sinusoidal embedding (B, D), float32].
  def time_proj(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    flip = float(w["flip_sin_to_cos"]) != 0.0
    shift = float(w["freq_shift"])
    return [__torch__.nn.timestep_embedding(streams[0], int(w["width"]), flip, shift)]

  # [embedding (B, D)] -> [temb (B, T)].
  def time_embedding(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    x = __torch__.nn.linear(streams[0].to(int(w["dtype"])), w, "linear_1")
    return [__torch__.nn.linear(torch.silu(x), w, "linear_2")]

  # [text embeddings (B, L, .), one latent frame per reference (B, c, 1, h, w), latents
  # (B, c, f, h, w)] -> [text, reference, video]. Of the references' tokens those that
  # shared["kept"] (B, N) counts stay.
  def patch_embed(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    dtype = int(w["dtype"])
    latents = torch.cat(streams[1:], 2).to(dtype)
    references = len(streams) - 2
    if float(w["lora_reference_only"]) == 0.0:
      text = __torch__.nn.linear(streams[0].to(dtype), w, "text_proj")
      tokens = __torch__.transformer.tokens(latents, w)
    else:
      text = __torch__.nn.base_linear(streams[0].to(dtype), w, "text_proj")
      plain = __torch__.transformer.without_adapter(w)
      tokens = __torch__.transformer.tokens(latents[:, :, references:], plain)
      if references > 0:
        reference = __torch__.transformer.tokens(latents[:, :, :references], w)
        tokens = torch.cat([reference, tokens], 1)
    start_video = references * (tokens.shape[1] // latents.shape[2])
    kept = shared["kept"].unsqueeze(-1).expand([-1, -1, tokens.shape[2]])
    stream = torch.gather(tokens[:, :start_video], 1, kept)
    return [text, stream, tokens[:, start_video:]]

  # CogVideoXBlock.
  def transformer_block(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    temb = shared["temb"]
    text, reference = streams[0].shape[1], streams[1].shape[1]
    normed = __torch__.transformer.layer_norm_zero(streams, temb, w, "norm1")
    update = __torch__.transformer.attention(normed[0], text, reference, shared, w)
    streams = __torch__.transformer.gated(streams, normed[1:], update)

    normed = __torch__.transformer.layer_norm_zero(streams, temb, w, "norm2")
    inner = torch.gelu(__torch__.transformer.linear(normed[0], text, reference, w, "ff.net.0.proj"), approximate="tanh")
    update = __torch__.transformer.last_linear(inner, text, reference, normed[1:], shared, w)
    return __torch__.transformer.gated(streams, normed[1:], update)

  # [text, reference, video] -> [video].
  def norm_final(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    return [__torch__.nn.layer_norm(streams[2], w, "norm_final", float(w["norm_eps"]))]

  # [video] -> [video], modulated by the timestep (AdaLayerNorm).
  def norm_out(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    shift, scale = __torch__.nn.linear(torch.silu(shared["temb"]), w, "linear").chunk(2, 1)
    return [__torch__.transformer.modulate(streams[0], shift, scale, w, "norm")]

  # [video] -> [prediction (B, c, f, h, w), float32]; shared["grid"] is f and the tokens' rows and columns.
  def proj_out(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
    w = __torch__.transformer.computing(w)
    x = __torch__.nn.linear(streams[0], w, "proj_out")
    frames, rows, columns = int(shared["grid"][0]), int(shared["grid"][1]), int(shared["grid"][2])
    p = int(w["patch_size"])
    x = x.reshape([x.shape[0], frames, rows, columns, -1, p, p])
    x = x.permute([0, 4, 1, 2, 5, 3, 6])
    return [x.flatten(5, 6).flatten(3, 4).to(6)]
