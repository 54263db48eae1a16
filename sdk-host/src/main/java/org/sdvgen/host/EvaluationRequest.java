package org.sdvgen.host;

import java.util.List;

/**
 * The adapters and inputs of an evaluation.
 *
 * @param adapters adapter files to use together; empty for the model as it stands
 * @param withReference whether the generator is given the reference pictures
 * @param marksSubject whether prompts have the subject token, as they do beside a reference;
 *     without one it shows what a model does that knows the token but no picture
 */
public record EvaluationRequest(
    List<AdapterUse> adapters, boolean withReference, boolean marksSubject) {
  /** Copies the list. */
  public EvaluationRequest {
    adapters = List.copyOf(adapters);
  }

  /**
   * A request whose prompts have the subject token if there are references.
   *
   * @param adapters adapter files to use together; empty for the model as it stands
   * @param withReference whether the generator is given the reference pictures
   */
  public EvaluationRequest(List<AdapterUse> adapters, boolean withReference) {
    this(adapters, withReference, withReference);
  }
}
