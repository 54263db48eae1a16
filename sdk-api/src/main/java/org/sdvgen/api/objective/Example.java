package org.sdvgen.api.objective;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.api.data.PixelClip;

/**
 * A loaded sample.
 *
 * @param id the sample's name, for messages
 * @param position global sample index: its position in the track's endless stream, the key of its
 *     draws
 * @param prompt the text that conditions the model, the subject token in place
 * @param clips pixels by role, such as {@code reference} and {@code target}
 */
public record Example(String id, long position, String prompt, Map<String, PixelClip> clips) {
  /** Copies the map. */
  public Example {
    clips = Collections.unmodifiableMap(new LinkedHashMap<>(clips));
  }

  /**
   * The pixels of one role.
   *
   * @param role the role
   * @return the clip
   */
  public PixelClip clip(String role) {
    PixelClip clip = clips.get(role);
    if (clip == null) {
      throw new IllegalArgumentException("no clip has the role " + role + ": " + clips.keySet());
    }
    return clip;
  }
}
