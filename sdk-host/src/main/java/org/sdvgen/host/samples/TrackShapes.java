package org.sdvgen.host.samples;

import java.util.List;
import java.util.Locale;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.host.config.ConfiguredTrack;
import org.sdvgen.host.config.FrameSize;
import org.sdvgen.host.config.Problems;
import org.sdvgen.host.config.TrackSettings;

/**
 * The shapes that a track's samples are read at, brought to what the model takes.
 *
 * @param fitting changes shapes and says so
 * @param problems is told what cannot be fitted
 */
record TrackShapes(ShapeFitting fitting, Problems problems) {
  /**
   * Finds a track's shapes.
   *
   * @param key the track's section with its dot at the end, for messages
   * @return one shape, or one for each bucket
   */
  List<TrackShape> of(String key, ConfiguredTrack track, Objective objective) {
    TrackSettings settings = track.settings();
    if (!objective.usesClips() && settings.frames().orElse(1) != 1) {
      problems.add(
          String.format(
              Locale.ROOT,
              "%sframes = %d: the objective %s trains on single frames; leave it out",
              key,
              settings.frames().get(),
              track.objective().name()));
    }
    ShapeRules rules = fitting.backbone().shapes();
    int frames =
        objective.usesClips()
            ? fitting.frames(key + "frames", settings.frames().orElse(rules.frames()))
            : 1;
    double rate = settings.fps().orElse(rules.framesPerSecond());
    List<FrameSize> sizes = sizes(key, settings);
    checkRatios(key, sizes);
    return sizes.stream()
        .map(size -> new TrackShape(size.height(), size.width(), frames, rate, settings.fit()))
        .toList();
  }

  private List<FrameSize> sizes(String key, TrackSettings settings) {
    if (settings.buckets().isEmpty()) {
      ShapeRules rules = fitting.backbone().shapes();
      int height = fitting.size(key + "height", settings.height().orElse(rules.height()));
      int width = fitting.size(key + "width", settings.width().orElse(rules.width()));
      return List.of(new FrameSize(width, height));
    }
    String name = key + "buckets";
    return settings.buckets().stream()
        .map(
            size ->
                new FrameSize(fitting.size(name, size.width()), fitting.size(name, size.height())))
        .toList();
  }

  /** Refuses two sizes of one shape: no sample could be told to belong to one of them. */
  private void checkRatios(String key, List<FrameSize> sizes) {
    for (int i = 0; i < sizes.size(); i++) {
      FrameSize size = sizes.get(i);
      for (FrameSize other : sizes.subList(0, i)) {
        if ((long) size.width() * other.height() == (long) other.width() * size.height()) {
          problems.add(
              String.format(
                  Locale.ROOT,
                  "%sbuckets: %dx%d and %dx%d have the same shape; leave one out",
                  key,
                  other.width(),
                  other.height(),
                  size.width(),
                  size.height()));
        }
      }
    }
  }
}
