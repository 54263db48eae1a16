package org.sdvgen.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to evaluate.
 *
 * @param adapter an adapter file; empty for the model as it stands
 * @param withReference whether the generator is given the reference pictures
 * @param marksSubject whether prompts have the subject token, as they do beside a reference;
 *     without one it shows what a model does that knows the token but no picture
 */
public record EvaluationRequest(
    Optional<Path> adapter, boolean withReference, boolean marksSubject) {
  /**
   * A request whose prompts have the subject token if there are references.
   *
   * @param adapter an adapter file; empty for the model as it stands
   * @param withReference whether the generator is given the reference pictures
   */
  public EvaluationRequest(Optional<Path> adapter, boolean withReference) {
    this(adapter, withReference, withReference);
  }
}
