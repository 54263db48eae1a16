# What fitting an autoencoder of videos needs beside the networks.
#
# Legend: B batch, C channels, F frames, H rows, W columns of pixels; c, f, h, w in latent units.


# Latents drawn from a posterior: mean, log-variance and standard normal noise, each (B, c, f, h, w).
def drawn(mean: Tensor, logvar: Tensor, noise: Tensor) -> Tensor:
  return mean + torch.exp(0.5 * logvar) * noise


# (4): what is minimised, and its parts: mean absolute and mean squared error of the pixels
# (B, C, F, H, W), and the mean divergence of the latents' posterior from the standard normal one.
def losses(pixels: Tensor, decoded: Tensor, mean: Tensor, logvar: Tensor, kl_weight: float) -> Tensor:
  difference = decoded - pixels
  absolute = torch.mean(torch.abs(difference))
  square = torch.mean(torch.square(difference))
  kl = 0.5 * torch.mean(torch.square(mean) + torch.exp(logvar) - 1.0 - logvar)
  return torch.stack([absolute + square + kl_weight * kl, absolute, square, kl])
