package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.api.plugin.ComponentContext;

/** Checks the tracks that a component's settings name against those of the run. */
final class TrackNames {
  private final ComponentContext context;
  private final String section;

  private TrackNames(ComponentContext context, String section) {
    this.context = context;
    this.section = section;
  }

  /** Checks names in the settings of the switch policy. */
  static TrackNames ofPolicy(ComponentContext context) {
    return new TrackNames(context, "switch.");
  }

  /** Checks names in the settings of an update rule. */
  static TrackNames ofRule(ComponentContext context, String rule) {
    return new TrackNames(context, "update." + rule + ".");
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
        "%s%s: there is no track \"%s\" (tracks = %s)%s"
            .formatted(
                section,
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
