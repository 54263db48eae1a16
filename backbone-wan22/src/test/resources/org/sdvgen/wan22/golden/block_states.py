# Walks through a block of transformer.py as it does itself, and keeps the states in between.

# Layer norm without modulation.
def normed(x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  nothing = torch.zeros_like(x[:, :1]).to(6)
  return __torch__.transformer.modulated(x, nothing, nothing, torch.arange(x.shape[1]), w)


# A projection of the self-attention, normalised over all heads: (B, L, D).
def projected(x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  y = __torch__.nn.linear(x, w, "attn1.to_" + name)
  return __torch__.nn.merge_heads(__torch__.transformer.normed_heads(y, w, "attn1.norm_" + name))


class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Tokens (B, L, D) and text (B, T, D) that go into the block -> its states by their modules.
  def parts(self, x: Tensor, text: Tensor, shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> Dict[str, Tensor]:
    states = annotate(Dict[str, Tensor], {})
    rows = shared["timestep_rows"]
    modulation = w["scale_shift_table"].unsqueeze(0) + shared["timestep_proj"].unflatten(2, [6, -1])
    shift, scale, gate, ff_shift, ff_scale, ff_gate = modulation.unbind(2)

    states["norm1"] = __torch__.block_states.normed(x, w)
    y = __torch__.transformer.modulated(x, shift, scale, rows, w)
    states["attn1_norm_q"] = __torch__.block_states.projected(y, w, "q")
    states["attn1_norm_k"] = __torch__.block_states.projected(y, w, "k")
    states["attn1"] = __torch__.transformer.self_attention(y, shared, w)
    x = __torch__.transformer.gated(x, states["attn1"], gate, rows)

    y = x
    if "norm2.weight" in w:
      y = __torch__.nn.layer_norm_fp32(x, w, "norm2", float(w["eps"]))
    states["norm2"] = y
    states["attn2"] = __torch__.transformer.cross_attention(y, text, w)
    x = x + states["attn2"]

    states["norm3"] = __torch__.block_states.normed(x, w)
    y = __torch__.transformer.modulated(x, ff_shift, ff_scale, rows, w)
    inner = torch.gelu(__torch__.nn.linear(y, w, "ffn.net.0.proj"), approximate="tanh")
    states["ffn"] = __torch__.nn.linear(inner, w, "ffn.net.2")
    return states
