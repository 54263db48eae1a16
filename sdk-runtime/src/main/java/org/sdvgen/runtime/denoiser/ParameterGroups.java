package org.sdvgen.runtime.denoiser;

import java.util.regex.Pattern;
import org.sdvgen.api.backbone.ParameterGroup;

/**
 * Sorts a transformer's parameters into the groups of the paper's gradient analysis. A parameter
 * belongs to the first group whose regular expression is found in its name, and to the norms, the
 * modulation among them, if none is.
 *
 * @param attention projections of the attention
 * @param mlp feed-forward layers
 * @param embed embeddings of patches, timesteps and text
 * @param other parameters of no group, such as the last projection
 */
public record ParameterGroups(Pattern attention, Pattern mlp, Pattern embed, Pattern other) {
  /**
   * Compiles the expressions.
   *
   * @param attention projections of the attention
   * @param mlp feed-forward layers
   * @param embed embeddings of patches, timesteps and text
   * @param other parameters of no group, such as the last projection
   */
  public ParameterGroups(String attention, String mlp, String embed, String other) {
    this(
        Pattern.compile(attention),
        Pattern.compile(mlp),
        Pattern.compile(embed),
        Pattern.compile(other));
  }

  /**
   * The group of a parameter.
   *
   * @param name its name
   * @return its group
   */
  public ParameterGroup of(String name) {
    if (attention.matcher(name).find()) {
      return ParameterGroup.ATTENTION;
    } else if (mlp.matcher(name).find()) {
      return ParameterGroup.MLP;
    } else if (embed.matcher(name).find()) {
      return ParameterGroup.EMBED;
    }
    return other.matcher(name).find() ? ParameterGroup.OTHER : ParameterGroup.NORM;
  }
}
