package org.sdvgen.api.data;

/**
 * A sample to measure generated videos with: a picture of a subject, and words for a video of it.
 * Sources that know more, such as the true scene, give a subtype that their own metrics take.
 */
public interface EvaluationSample extends Sample {
  /**
   * The picture that the generator is given.
   *
   * @return the reference
   */
  Picture reference();

  /**
   * What the video is to show.
   *
   * @return the prompt, without a subject token
   */
  String prompt();

  /**
   * Which words of the prompt name the reference's subject.
   *
   * @return words that occur in the prompt
   */
  String subject();
}
