package org.sdvgen.api.backbone;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The properties and abilities of a backbone that the host must know.
 *
 * @param name the name that configurations choose it by
 * @param latents geometry of the latents
 * @param shapes sizes and lengths that the model takes, and its native ones
 * @param maxTextTokens longest prompt in tokens, the end token included
 * @param guidance kind of guidance
 * @param sampling defaults of sampling
 * @param references the ways in which it can be given a reference; empty if none
 * @param subjectToken the word put before the subject's name in a prompt (the paper's {@code
 *     <cls>}); empty if the model has none
 */
public record BackboneSpec(
    String name,
    LatentGeometry latents,
    ShapeRules shapes,
    int maxTextTokens,
    Guidance guidance,
    SamplingDefaults sampling,
    Set<ReferenceMode> references,
    Optional<String> subjectToken) {
  /** Copies the set of reference modes. */
  public BackboneSpec {
    references = Set.copyOf(references);
  }

  /**
   * This model behind another codec: it sees the same latents, which stand for other numbers of
   * pixels and frames.
   *
   * @param geometry the codec's, with as many channels
   * @return the specification with sizes and lengths for that codec
   */
  public BackboneSpec withLatents(LatentGeometry geometry) {
    if (geometry.channels() != latents.channels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "latents of %d channels for a model of %d",
              geometry.channels(),
              latents.channels()));
    }
    return new BackboneSpec(
        name,
        geometry,
        shapes.rescaled(latents, geometry),
        maxTextTokens,
        guidance,
        sampling,
        references,
        subjectToken);
  }
}
