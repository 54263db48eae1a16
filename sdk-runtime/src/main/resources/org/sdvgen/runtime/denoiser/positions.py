# Rotary tables of a sequence whose samples keep different reference tokens.

class Program(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # The kept rows of the references' table, then the video's. reference (R * rows * columns, d),
  # video (n, d), kept (B, N) -> (B, 1, N + n, d).
  def sequence_table(self, reference: Tensor, video: Tensor, kept: Tensor) -> Tensor:
    rows = torch.embedding(reference, kept)
    return torch.cat([rows, video.expand([kept.shape[0], -1, -1])], 1).unsqueeze(1)
