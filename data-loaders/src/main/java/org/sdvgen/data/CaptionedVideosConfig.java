package org.sdvgen.data;

import java.nio.file.Path;
import org.sdvgen.api.config.Setting;

/**
 * Settings of {@code captioned-videos}.
 *
 * @param path a folder or a metadata file
 * @param videoColumn column with the video's file
 * @param captionColumn column with the caption
 * @param minSeconds videos shorter than this are left out and named
 * @param check how closely the files are looked at before training
 */
public record CaptionedVideosConfig(
    @Setting(
            doc =
                "A metadata.csv or .jsonl file, a folder that holds one, or a folder where x.txt"
                    + " beside x.mp4 is its caption")
        Path path,
    @Setting(doc = "Metadata column with the video's file", defaultValue = "file_name")
        String videoColumn,
    @Setting(doc = "Metadata column with the caption", defaultValue = "text") String captionColumn,
    @Setting(
            doc =
                "Videos shorter than this are left out and named; F frames at r fps need"
                    + " (F - 1) / r seconds",
            defaultValue = "0")
        double minSeconds,
    @Setting(
            doc = "Looked at before training: exists (quick), header, or content (decodes all)",
            defaultValue = "header")
        FileCheck check) {
  /** Checks the ranges. */
  public CaptionedVideosConfig {
    if (!(minSeconds >= 0)) {
      throw new IllegalArgumentException("min_seconds must be at least 0, not " + minSeconds);
    }
    if (minSeconds > 0 && check == FileCheck.EXISTS) {
      throw new IllegalArgumentException(
          "min_seconds needs check = header or content: without it no length is known");
    }
  }
}
