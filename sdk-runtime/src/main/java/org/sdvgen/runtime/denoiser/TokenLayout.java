package org.sdvgen.runtime.denoiser;

import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.backbone.Reference;

/**
 * Where references and video lie in the space-time grid.
 *
 * @param references one grid per reference
 * @param video the video's grid
 */
public record TokenLayout(List<TokenGrid> references, TokenGrid video) {
  /** Copies the list. */
  public TokenLayout {
    references = List.copyOf(references);
  }

  /**
   * Places references and video.
   *
   * @param references the references; all must agree where the video begins
   * @param own the place of a reference that has none of its own
   * @param alone where in time a video without references begins
   * @param video frames, height and width of the video in tokens
   * @return the layout
   * @throws IllegalArgumentException if the references disagree
   */
  public static TokenLayout of(
      List<Reference> references, GridPosition own, int alone, TokenGrid video) {
    List<GridPosition> places = new ArrayList<>();
    for (Reference reference : references) {
      places.add(reference.position().orElse(own));
    }
    List<Integer> starts = places.stream().map(GridPosition::videoFrame).distinct().toList();
    if (starts.size() > 1) {
      throw new IllegalArgumentException("references put the video's start at frames " + starts);
    }
    int start = starts.isEmpty() ? alone : starts.get(0);
    return new TokenLayout(
        places.stream().map(video::reference).toList(),
        TokenGrid.of(start, video.frames(), video.rows(), video.columns()));
  }
}
