package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.config.Setting;

/**
 * The cache of latents and embeddings; read from {@code cache.*}.
 *
 * @param folder holds the entries; nothing is kept if empty
 * @param variants how many crops and parts of a video each sample is read in; 0 for a new one every
 *     time
 * @param text whether embeddings of prompts are kept as well
 */
public record CacheSettings(
    @Setting(
            doc = "Folder for latents that are computed once (default: nothing is kept)",
            decidesResult = false)
        Optional<Path> folder,
    @Setting(
            doc =
                "Crops, and parts of a longer video, that each sample is read in, the same for"
                    + " every seed; 0 for new ones at every reading",
            defaultValue = "0")
        int variants,
    @Setting(
            doc =
                "Keep embeddings of prompts too; at real size they are 2 to 4 MB a prompt, so"
                    + " encoding them live is often better",
            defaultValue = "false",
            decidesResult = false)
        boolean text) {
  /** Checks the range. */
  public CacheSettings {
    if (variants < 0) {
      throw new IllegalArgumentException("variants must not be negative: " + variants);
    }
  }
}
