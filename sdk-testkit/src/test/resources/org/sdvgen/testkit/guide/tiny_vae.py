# An autoencoder of single frames: squares of 2x2 pixels to latents and back.
#
# Legend: B batch, F frames, H height, W width of pixels; c channels, h height, w width of latents.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

# guide: vae
  # Pixels (B, 3, F, H, W) -> (mean, log-variance), each (B, c, F, h, w) float32.
  def encode(self, pixels: Tensor, w: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
    x = __torch__.nn.frame_conv2d(pixels.to(int(w["dtype"])), w, "encoder.conv", 2, 0)
    mean, logvar = x.to(6).chunk(2, 1)
    return (mean.contiguous(), torch.clamp(logvar, -30.0, 20.0))

  # Latents (B, c, F, h, w) -> pixels (B, 3, F, H, W) float32.
  def decode(self, latents: Tensor, w: Dict[str, Tensor]) -> Tensor:
    x = __torch__.nn.frame_conv2d(latents.to(int(w["dtype"])), w, "decoder.conv", 1, 0)
    x = x.unflatten(1, [3, 2, 2]).permute([0, 1, 4, 5, 2, 6, 3])
    return x.flatten(5, 6).flatten(3, 4).to(6)
# end
