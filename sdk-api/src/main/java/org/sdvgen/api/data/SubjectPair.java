package org.sdvgen.api.data;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two pictures of the same subject in different scenes.
 *
 * @param id name of the pair in its source
 * @param source the reference picture
 * @param target the picture to be generated
 * @param prompt describes the target
 * @param subject the words of the prompt that name the subject
 */
public record SubjectPair(String id, Picture source, Picture target, String prompt, String subject)
    implements EvaluationSample {
  @Override
  public Picture reference() {
    return source;
  }

  @Override
  public Map<String, String> describe() {
    return Map.of("source", source.describe(), "target", target.describe());
  }

  @Override
  public List<String> identity(boolean content) {
    return List.of(id, prompt, subject, source.identity(content), target.identity(content));
  }

  @Override
  public OptionalDouble aspectRatio() {
    return target.aspectRatio();
  }
}
