package org.sdvgen.runtime.vae;

import java.util.Optional;

/** Which pictures are cut into tiles, and how; that bounds the memory that a video takes. */
public interface Tiling {
  /** Everything goes through whole. */
  Tiling NONE =
      new Tiling() {
        @Override
        public Optional<TileGrid> encoding(long height, long width) {
          return Optional.empty();
        }

        @Override
        public Optional<TileGrid> decoding(long height, long width) {
          return Optional.empty();
        }
      };

  /**
   * The tiles of an encoding.
   *
   * @param height rows in pixels
   * @param width columns in pixels
   * @return the tiles; empty if the picture goes through whole
   */
  Optional<TileGrid> encoding(long height, long width);

  /**
   * The tiles of a decoding.
   *
   * @param height rows in latents
   * @param width columns in latents
   * @return the tiles; empty if the latents go through whole
   */
  Optional<TileGrid> decoding(long height, long width);
}
