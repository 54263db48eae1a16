package org.sdvgen.host.cache;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.runtime.torch.Tensors;

/** SHA-256 over whatever a result depends on; every part is told apart from the next. */
final class ContentDigest {
  private static final int PIECE = 1 << 16;

  private final MessageDigest digest;

  ContentDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  ContentDigest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  /** Adds sizes and every bit of the pixels. */
  ContentDigest add(PixelClip clip) {
    add(
        String.format(
            Locale.ROOT,
            "%d %d %d %d",
            clip.channels(),
            clip.frames(),
            clip.height(),
            clip.width()));
    ByteBuffer bytes = ByteBuffer.allocate(PIECE);
    for (float value : clip.values()) {
      if (!bytes.hasRemaining()) {
        digest.update(bytes.flip());
        bytes.clear();
      }
      bytes.putFloat(value);
    }
    digest.update(bytes.flip());
    return this;
  }

  /** Adds shape, type and every bit of an array. */
  ContentDigest add(NDArray array) {
    add(array.getShape() + " " + Tensors.scalarType(array));
    return add(Tensors.bytes(array, 0, array.size()));
  }

  ContentDigest add(ByteBuffer bytes) {
    digest.update(bytes);
    return this;
  }

  /** Ends the digest, as hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
