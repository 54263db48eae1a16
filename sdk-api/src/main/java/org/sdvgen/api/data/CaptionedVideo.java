package org.sdvgen.api.data;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A video with its caption.
 *
 * @param id name of the video in its source
 * @param video the frames
 * @param caption describes the video
 */
public record CaptionedVideo(String id, Video video, String caption) implements Sample {
  @Override
  public Map<String, String> describe() {
    return Map.of("video", video.describe());
  }

  @Override
  public List<String> identity(boolean content) {
    return List.of(id, caption, video.identity(content));
  }

  @Override
  public OptionalDouble aspectRatio() {
    return video.aspectRatio();
  }
}
