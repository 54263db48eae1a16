package org.sdvgen.host;

import java.util.List;

/** Shows the samples of a run as the run itself would read them. */
public interface DataInspector {
  /**
   * Reads the first samples of every track, in the order in which training takes them: prompts as
   * the model is given them, pixels fitted and cropped with the run's own random numbers.
   *
   * @param samples how many of each track
   * @return the tracks in their order
   */
  List<InspectedTrack> inspect(int samples);
}
