# The shared prelude of all networks, in TorchScript. Every program calls it as __torch__.nn.<function>.
#
# A layer takes its activations, the dictionary w of the network's weights under the names of the
# checkpoint, and its own path p in that dictionary. A layer has an adapter where w holds
# <p>.lora_A.weight and <p>.lora_B.weight; w then also has two 0-d tensors on the CPU, "lora.scale"
# (alpha / rank) and "lora.dropout" (0 outside of training).
#
# Legend: B batch, C channels, F frames, H height, W width, L tokens, D width, N heads, R rank.
# dtypes are numbers: float32 6, bfloat16 15.


# ---- quantised weights ---------------------------------------------------------------------------

# Whether a tensor is part of a quantised weight, which keeps its dtype.
def is_quantized(w: Dict[str, Tensor], name: str) -> bool:
  return ".weight." in name or name + ".scale" in w or name + ".absmax" in w


# The weight (D_out, D_in) of layer p: itself, or dequantised in x's dtype where w has what scales
# its codes. With gradients recorded, the dequantised weight is kept as long as the recording.
def weight(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  name = p + ".weight"
  codes = w[name]
  if name + ".scale" in w:
    return codes.to(x.dtype) * w[name + ".scale"].to(x.dtype).unsqueeze(1)
  if name + ".absmax" in w:
    return __torch__.nn.normal_float(w, name).to(x.dtype)
  return codes


# The values of NF4 codes (two in a byte) with double quantisation, float32: value * largest of the
# block of 64, which is itself value * largest of the block of 256 + offset.
def normal_float(w: Dict[str, Tensor], name: str) -> Tensor:
  nested = torch.index_select(w[name + ".nested_quant_map"], 0, w[name + ".absmax"].to(3))
  nested_scale = torch.repeat_interleave(w[name + ".nested_absmax"], 256)[:nested.shape[0]]
  absmax = nested * nested_scale + w[name + ".nested_offset"]
  packed = w[name].flatten()
  pairs = torch.stack([torch.bitwise_right_shift(packed, 4), torch.bitwise_and(packed, 15)], 1)
  values = torch.index_select(w[name + ".quant_map"], 0, pairs.flatten().to(3))
  shape = [int(n) for n in w[name + ".shape"]]
  n = shape[0] * shape[1]
  if n % 64 == 0:
    return (values[:n].view(-1, 64) * absmax.unsqueeze(1)).view(shape)
  return (values[:n] * torch.repeat_interleave(absmax, 64)[:n]).view(shape)


# ---- measurements --------------------------------------------------------------------------------

# Notes a product for the profile, if one is taken: its kind (of the Java class Product), five
# extents, whether its input has a gradient, and its dtype.
def note(log: Dict[str, Tensor], x: Tensor, kind: int, extents: List[int]) -> int:
  if "product.log" in log:
    numbers = [kind]
    for i in range(5):
      if i < len(extents):
        numbers.append(extents[i])
      else:
        numbers.append(0)
    numbers.append(int(x.requires_grad))
    numbers.append(int(x.dtype))
    torch.set_data(log["product.log"], torch.cat([log["product.log"].flatten(), torch.tensor(numbers)]))
  return 0


# Notes the product of x (..., D_in) with a weight (D_out, D_in).
def note_linear(w: Dict[str, Tensor], x: Tensor, weight: Tensor) -> int:
  rows = x.numel() // x.shape[-1]
  return __torch__.nn.note(w, x, int(weight.requires_grad), [rows, weight.shape[1], weight.shape[0]])


# Notes the attention of q to k, whose result may have been kept.
def note_attention(shared: Dict[str, Tensor], q: Tensor, k: Tensor) -> int:
  kind = 3
  for name in shared.keys():
    if name.startswith("kept.attention."):
      kind = 4
  return __torch__.nn.note(shared, q, kind, [q.shape[0], q.shape[1], q.shape[2], k.shape[2], q.shape[3]])


# ---- linear layers -------------------------------------------------------------------------------

# x (..., D_in) -> (..., D_out), without the adapter.
def base_linear(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  weight = __torch__.nn.weight(x, w, p)
  _ = __torch__.nn.note_linear(w, x, weight)
  bias = p + ".bias"
  if bias in w:
    return torch.linear(x, weight, w[bias])
  return torch.linear(x, weight)


# Input of an adapter: dropout in training.
def lora_input(x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  dropout = float(w["lora.dropout"])
  if dropout > 0.0:
    return torch.dropout(x, dropout, True)
  return x


# x (..., D_in) -> (..., D_out): base(x) + scale * B(A(dropout(x))), in PEFT's order of operations.
# A and B are float32 and are used in x's precision, as PEFT's are under autocast: on a GPU their
# products would take as long as the base's otherwise.
def linear(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  return __torch__.nn.with_adapter(__torch__.nn.base_linear(x, w, p), x, w, p)


# y + scale * B(A(dropout(x))) of layer p, if it has an adapter.
def with_adapter(y: Tensor, x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  path_a = p + ".lora_A.weight"
  if path_a in w:
    a, b = w[path_a].to(x.dtype), w[p + ".lora_B.weight"].to(x.dtype)
    down = torch.linear(__torch__.nn.lora_input(x, w), a)
    up = torch.linear(down, b)
    _ = __torch__.nn.note_linear(w, x, a)
    _ = __torch__.nn.note_linear(w, down, b)
    return torch.add(y, up, alpha=float(w["lora.scale"]))
  return y


# linear for a block that is run again for its gradients, where nobody reads the layer's values: they
# are wrong, but gradients pass as through linear. The product is computed with one channel and its
# recording then given the whole weight.
def unread_linear(x: Tensor, w: Dict[str, Tensor], p: str, shared: Dict[str, Tensor]) -> Tensor:
  weight = __torch__.nn.weight(x, w, p)
  trained = weight.requires_grad
  if p + ".bias" in w:
    trained = trained or w[p + ".bias"].requires_grad
  if trained or not x.requires_grad:
    return __torch__.nn.linear(x, w, p)
  rows, columns = torch.alias(x.flatten(0, -2)), weight.detach().t()
  _ = __torch__.nn.note(w, x, 2, [rows.shape[0], weight.shape[1], weight.shape[0]])
  all_rows, all_columns = rows.data, columns.data
  torch.set_data(rows, all_rows[:, :1])
  torch.set_data(columns, all_columns[:1])
  y = torch.mm(rows, columns)
  # Without these the compiler would leave out assignments to tensors that nothing reads afterwards.
  shared["unread.rows"] = rows
  shared["unread.columns"] = columns
  torch.set_data(rows, all_rows)
  torch.set_data(columns, all_columns)
  shape = [n for n in x.shape[:-1]]
  shape.append(y.shape[1])
  return __torch__.nn.with_adapter(y.view(shape), x, w, p)


# ---- what backward finds of a forward pass ---------------------------------------------------------
#
# Where a block will be run again for its gradients, its forward pass finds "keep" in shared, and what
# it puts there under names that begin with "kept." is there when it is run again. Then it finds
# "again", and nobody reads what it returns.

# What a block has kept.
def kept(shared: Dict[str, Tensor]) -> Dict[str, Tensor]:
  found = annotate(Dict[str, Tensor], {})
  for name in shared.keys():
    if name.startswith("kept."):
      found[name] = shared[name]
  return found


# ---- convolutions --------------------------------------------------------------------------------

# x (B, C_in, ...) -> (B, C_out, ...), for as many spatial axes as stride and padding have. On a GPU,
# float32 means float32: torch.conv* would let cuDNN take TF32, with its 10 bits, and algorithms whose
# result changes from call to call.
def convolution(x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: List[int], padding: List[int]) -> Tensor:
  dilation = [1 for _ in stride]
  no_padding = [0 for _ in stride]
  return torch._convolution(
      x, weight, bias, stride, padding, dilation, False, no_padding, 1,
      benchmark=False, deterministic=True, cudnn_enabled=True, allow_tf32=False)


# A convolution with its adapter, whose A has the base kernel and whose B has a kernel of size 1.
def conv(x: Tensor, w: Dict[str, Tensor], p: str, stride: List[int], padding: List[int]) -> Tensor:
  bias: Optional[Tensor] = None
  if p + ".bias" in w:
    bias = w[p + ".bias"]
  y = __torch__.nn.convolution(x, w[p + ".weight"], bias, stride, padding)
  path_a = p + ".lora_A.weight"
  if path_a in w:
    x = __torch__.nn.lora_input(x, w)
    down = __torch__.nn.convolution(x, w[path_a].to(x.dtype), None, stride, padding)
    ones = [1 for _ in stride]
    zeros = [0 for _ in stride]
    b = w[p + ".lora_B.weight"].to(x.dtype)
    up = __torch__.nn.convolution(down, b, None, ones, zeros)
    return torch.add(y, up, alpha=float(w["lora.scale"]))
  return y


# x (B, C_in, H, W) -> (B, C_out, H', W').
def conv2d(x: Tensor, w: Dict[str, Tensor], p: str, stride: int, padding: int) -> Tensor:
  return __torch__.nn.conv(x, w, p, [stride, stride], [padding, padding])


# x (B, C_in, F, H, W) -> (B, C_out, F', H', W'); stride and padding of (F, H, W).
def conv3d(x: Tensor, w: Dict[str, Tensor], p: str, stride: List[int], padding: List[int]) -> Tensor:
  return __torch__.nn.conv(x, w, p, stride, padding)


# The first frame of x (B, C, F, H, W), n times: (B, C, n, H, W). CogVideoX's causal convolutions see
# it before a video's start.
def repeat_first_frame(x: Tensor, n: int) -> Tensor:
  return x[:, :, :1].expand([-1, -1, n, -1, -1])


# Convolution along time that sees no later frame: x (B, C, F, H, W) after past (B, C, F_k - 1, H, W),
# for a kernel of F_k frames and odd height and width; keeps H and W.
def causal_conv3d(x: Tensor, past: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  kernel = w[p + ".weight"].shape
  padding = [0, kernel[3] // 2, kernel[4] // 2]
  return __torch__.nn.conv3d(torch.cat([past, x], 2), w, p, [1, 1, 1], padding)


# causal_conv3d of a video that comes in pieces: the last frames that it saw stay in cache under its
# path and stand before the next piece; start (B, C, F_k - 1, H, W), F_k > 1, stands before the first.
def streamed_conv3d(x: Tensor, start: Tensor, w: Dict[str, Tensor], p: str, cache: Dict[str, Tensor]) -> Tensor:
  past = start
  if p in cache:
    past = cache[p]
  n = past.shape[2]
  cache[p] = torch.cat([past, x[:, :, -n:]], 2)[:, :, -n:].clone()
  return __torch__.nn.causal_conv3d(x, past, w, p)


# conv2d of every frame of x (B, C_in, F, H, W) -> (B, C_out, F, H', W').
def frame_conv2d(x: Tensor, w: Dict[str, Tensor], p: str, stride: int, padding: int) -> Tensor:
  frames = __torch__.nn.conv2d(x.transpose(1, 2).flatten(0, 1), w, p, stride, padding)
  return frames.unflatten(0, [x.shape[0], x.shape[2]]).transpose(1, 2)


# ---- normalisation -------------------------------------------------------------------------------

# Layer norm over the last axis in x's dtype; weight and bias where w has them.
def layer_norm(x: Tensor, w: Dict[str, Tensor], p: str, eps: float) -> Tensor:
  weight: Optional[Tensor] = None
  bias: Optional[Tensor] = None
  if p + ".weight" in w:
    weight = w[p + ".weight"]
  if p + ".bias" in w:
    bias = w[p + ".bias"]
  return torch.layer_norm(x, [x.shape[-1]], weight, bias, eps)


# Layer norm computed in float32, whatever x's dtype (diffusers FP32LayerNorm).
def layer_norm_fp32(x: Tensor, w: Dict[str, Tensor], p: str, eps: float) -> Tensor:
  weight: Optional[Tensor] = None
  bias: Optional[Tensor] = None
  if p + ".weight" in w:
    weight = w[p + ".weight"].to(6)
  if p + ".bias" in w:
    bias = w[p + ".bias"].to(6)
  return torch.layer_norm(x.to(6), [x.shape[-1]], weight, bias, eps).to(x.dtype)


# Root mean square norm over the last axis: statistics in float32, the product in the weight's dtype
# (T5LayerNorm of transformers, RMSNorm of diffusers).
def rms_norm(x: Tensor, w: Dict[str, Tensor], p: str, eps: float) -> Tensor:
  wide = x.to(6)
  variance = torch.mean(wide * wide, [-1], True)
  weight = w[p + ".weight"]
  return (wide * torch.rsqrt(variance + eps)).to(weight.dtype) * weight


# Group norm of x (B, C, ...) over groups of channels.
def group_norm(x: Tensor, w: Dict[str, Tensor], p: str, groups: int, eps: float) -> Tensor:
  return torch.group_norm(x, groups, w[p + ".weight"], w[p + ".bias"], eps)


# ---- attention -----------------------------------------------------------------------------------

# x (B, L, N * d) -> (B, N, L, d).
def split_heads(x: Tensor, heads: int) -> Tensor:
  return x.unflatten(-1, [heads, -1]).transpose(1, 2)


# x (B, N, L, d) -> (B, L, N * d).
def merge_heads(x: Tensor) -> Tensor:
  return x.transpose(1, 2).flatten(2)


# softmax(q k^T * scale + mask) v of heads (B, N, L, d); scale 1 / sqrt(d) unless given, an additive
# or boolean mask that broadcasts to (B, N, L_q, L_k). A block that gives the shared tensors, too, lets
# its results be kept for backward (gradient_checkpointing: selective), unless there is a mask.
def attention(q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]=None, scale: Optional[float]=None, shared: Optional[Dict[str, Tensor]]=None) -> Tensor:
  if shared is not None:
    _ = __torch__.nn.note_attention(shared, q, k)
    if mask is None and ("keep.attention" in shared or "again" in shared):
      return __torch__.nn.kept_attention(q, k, v, scale, shared)
  return torch.scaled_dot_product_attention(q, k, v, mask, 0.0, False, scale=scale)


# The kernel that scaled_dot_product_attention takes: 1 flash attention, 2 the memory-efficient one;
# 0 is one whose backward cannot take a result that was kept. On a GPU, heads whose width is no
# multiple of 8 are padded before they reach the kernel.
def attention_kernel(q: Tensor, k: Tensor, v: Tensor, scale: Optional[float]) -> int:
  kernel = torch._fused_sdp_choice(q, k, v, None, 0.0, False, scale=scale)
  if (kernel != 1 and kernel != 2) or q.shape[3] % 8 != 0 and q.device.type != "cpu":
    return 0
  return kernel


# That kernel's result and its log-sum-exp.
def run_attention(kernel: int, q: Tensor, k: Tensor, v: Tensor, scale: Optional[float]) -> Tuple[Tensor, Tensor]:
  if q.device.type == "cpu":
    both = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, False, attn_mask=None, scale=scale)
    return (both[0], both[1])
  if kernel == 1:
    flash = torch._scaled_dot_product_flash_attention(q, k, v, 0.0, False, False, scale=scale)
    return (flash[0], flash[1])
  efficient = torch._scaled_dot_product_efficient_attention(q, k, v, None, True, 0.0, False, scale=scale)
  return (efficient[0], efficient[1])


# Attention of a block that keeps its results in shared, or finds there what its forward pass kept.
# The results have the number of the call and that of the kernel.
def kept_attention(q: Tensor, k: Tensor, v: Tensor, scale: Optional[float], shared: Dict[str, Tensor]) -> Tensor:
  kernel = __torch__.nn.attention_kernel(q, k, v, scale)
  calls = 0
  if "attention.calls" in shared:
    calls = int(shared["attention.calls"])
  shared["attention.calls"] = torch.scalar_tensor(calls + 1)
  path = "kept.attention." + str(calls) + "." + str(kernel)
  if kernel != 0 and "keep.attention" in shared:
    result, logsumexp = __torch__.nn.run_attention(kernel, q, k, v, scale)
    shared[path + ".result"] = result
    shared[path + ".logsumexp"] = logsumexp
    return result
  if path + ".result" in shared:
    return __torch__.nn.repeated_attention(kernel, q, k, v, scale, path, shared)
  return torch.scaled_dot_product_attention(q, k, v, None, 0.0, False, scale=scale)


# Attention whose result and log-sum-exp are known: the kernel runs with a single key, which takes no
# time and gives tensors of the right shapes. They get the known values, and the tensors that it has
# saved for backward all keys, so that its gradients are those of the whole attention.
def repeated_attention(kernel: int, q: Tensor, k: Tensor, v: Tensor, scale: Optional[float], path: str, shared: Dict[str, Tensor]) -> Tensor:
  keys, values = torch.alias(k), torch.alias(v)
  all_keys, all_values = keys.data, values.data
  torch.set_data(keys, all_keys[:, :, :1])
  torch.set_data(values, all_values[:, :, :1])
  result, logsumexp = __torch__.nn.run_attention(kernel, q, keys, values, scale)
  known_result, known_logsumexp = shared[path + ".result"], shared[path + ".logsumexp"]
  # Without these the compiler would leave out assignments to tensors that nothing reads afterwards.
  shared[path + ".keys"] = keys
  shared[path + ".values"] = values
  shared[path + ".logsumexp"] = logsumexp
  torch.set_data(keys, all_keys)
  torch.set_data(values, all_values)
  torch.copy_(result.data, known_result)
  torch.copy_(logsumexp.data, known_logsumexp)
  return result


# Rotary embedding of x (B, N, L, d): neighbouring pairs of channels are turned by the angles whose
# cosines and sines (float32, broadcastable to (B, N, L, d), each pair's value twice) are given. As
# one product of complex numbers, which takes a seventh of the time that the same sums take apart.
def apply_rotary(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  turn = torch.complex(cos[..., ::2], sin[..., ::2])
  pairs = torch.view_as_complex(x.to(6).unflatten(-1, [-1, 2]))
  return torch.view_as_real(pairs * turn).flatten(3).to(x.dtype)


# ---- time ----------------------------------------------------------------------------------------

# Sinusoidal embedding of timesteps t (any shape S) -> (S, dim) in float32; sines first unless
# flip_sin_to_cos (diffusers get_timestep_embedding with max_period 10000 and an even dim).
def timestep_embedding(t: Tensor, dim: int, flip_sin_to_cos: bool, freq_shift: float) -> Tensor:
  half = dim // 2
  log_max_period = 9.210340371976184
  steps = torch.arange(half, dtype=6, device=t.device)
  # The fp32 exponential differs by processor in its last bit, which an angle of a thousand radians
  # shows as 1e-5; rounded from float64 it is the same everywhere.
  frequencies = torch.exp((steps * -log_max_period / (float(half) - freq_shift)).to(7)).to(6)
  angles = t.to(6).unsqueeze(-1) * frequencies
  if flip_sin_to_cos:
    return torch.cat([torch.cos(angles), torch.sin(angles)], -1)
  return torch.cat([torch.sin(angles), torch.cos(angles)], -1)
