package org.sdvgen.data.toyworld;

import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.data.Picture;

/**
 * A sample for evaluation with its ground truth: the scenes of the picture and of the wanted clip.
 *
 * @param world its world
 * @param index its index there
 * @param shown the scene of the reference picture
 * @param asked the scene that the clip should show
 * @param prompt words for the clip
 */
public record ToySubjectVideo(
    ToyWorld world, long index, ToyScene shown, ToyScene asked, String prompt)
    implements EvaluationSample {
  /** The largest {@link #lineup}. */
  public static final int LARGEST_LINEUP = ToyWorld.STRANGERS;

  @Override
  public String id() {
    return "toy-world subject video " + index;
  }

  @Override
  public Picture reference() {
    return view -> ToyRenderer.draw(shown, view, 1);
  }

  @Override
  public String subject() {
    return asked.subject().shape().word();
  }

  /**
   * A scene unrelated to this sample, as from a generator that knows the world but neither prompt
   * nor reference.
   *
   * @return a scene of another subject
   */
  public ToyScene unrelated() {
    return world.strangerScene(index);
  }

  /**
   * Subjects to tell this one from. All have its class, which the prompt tells, so that only the
   * appearance tells them apart.
   *
   * @param size number of subjects, 2 to {@link #LARGEST_LINEUP}
   * @return this sample's subject first, then strangers
   */
  public List<ToySubject> lineup(int size) {
    List<ToySubject> lineup = new ArrayList<>();
    lineup.add(asked.subject());
    for (int which = 1; which < size; which++) {
      lineup.add(world.stranger(index, which).withShape(asked.subject().shape()));
    }
    return lineup;
  }
}
