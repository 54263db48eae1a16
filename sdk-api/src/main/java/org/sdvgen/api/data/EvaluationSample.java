package org.sdvgen.api.data;

/**
 * A sample for evaluating generated videos: a picture of a subject, and a prompt for a video of it.
 * Sources that know more, such as the true scene, give a subtype that their own metrics take.
 */
public interface EvaluationSample extends Sample {
  /**
   * The generator's reference.
   *
   * @return the reference
   */
  Picture reference();

  /**
   * The prompt of the video.
   *
   * @return the prompt, without a subject token
   */
  String prompt();

  /**
   * The words of the prompt that name the reference's subject.
   *
   * @return words that occur in the prompt
   */
  String subject();
}
