package org.sdvgen.data.videos;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.config.Setting;
import org.sdvgen.data.files.Column;
import org.sdvgen.data.files.FileCheck;

/**
 * Settings of {@code captioned-videos}.
 *
 * @param path a folder or a metadata file
 * @param videoColumn column with the video's file
 * @param captionColumn column with the caption
 * @param minSeconds videos shorter than this are skipped and named
 * @param check how thoroughly the files are checked before training
 */
public record CaptionedVideosSettings(
    @Setting(
            doc =
                "A .jsonl, .json, .csv or .tar file, a folder that holds metadata.*, *.tar or"
                    + " prompts.txt and videos.txt, or a folder where x.txt beside x.mp4 is its"
                    + " caption",
            decidesResult = false)
        Path path,
    @Setting(doc = "Metadata column with the video's file (default: the usual names)")
        Optional<String> videoColumn,
    @Setting(doc = "Metadata column with the caption (default: the usual names)")
        Optional<String> captionColumn,
    @Setting(
            doc =
                "Videos shorter than this are skipped and named; F frames at r fps need"
                    + " (F - 1) / r seconds",
            defaultValue = "0")
        double minSeconds,
    @Setting(
            doc = "Checked before training: exists (quick), header, or content (decodes all)",
            defaultValue = "header",
            decidesResult = false)
        FileCheck check) {
  /** Checks the ranges. */
  public CaptionedVideosSettings {
    if (!(minSeconds >= 0)) {
      throw new IllegalArgumentException("min_seconds must be at least 0, not " + minSeconds);
    }
    if (minSeconds > 0 && check == FileCheck.EXISTS) {
      throw new IllegalArgumentException(
          "min_seconds needs check = header or content: without it no length is known");
    }
  }

  Column video() {
    return new Column(
        "video_column", videoColumn, List.of("file_name", "video", "video_path", "file_path"));
  }

  Column caption() {
    return new Column("caption_column", captionColumn, List.of("text", "caption", "prompt"));
  }
}
