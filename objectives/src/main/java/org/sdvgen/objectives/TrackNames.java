package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.api.plugin.ComponentContext;

/** Checks the tracks that a policy's settings name against those of the run. */
final class TrackNames {
  private final ComponentContext context;

  TrackNames(ComponentContext context) {
    this.context = context;
  }

  /**
   * Checks one name.
   *
   * @param setting the setting that names the track
   * @param track the name
   * @return the name
   * @throws InputException if the run has no such track
   */
  String require(String setting, String track) {
    if (context.tracks().contains(track)) {
      return track;
    }
    throw new InputException(
        "switch.%s: there is no track \"%s\" (tracks = %s)%s"
            .formatted(
                setting,
                track,
                String.join(", ", context.tracks()),
                NearestName.of(track, context.tracks())
                    .map(near -> ": did you mean \"" + near + "\"?")
                    .orElse("")));
  }

  /** Tells the user of tracks that are configured but never chosen. */
  void sayUnused(List<String> used) {
    for (String track : context.tracks()) {
      if (!used.contains(track)) {
        context.notices().say("The switch policy never trains the track \"" + track + "\".");
      }
    }
  }
}
