package org.sdvgen.cogvideox.transformer;

import org.sdvgen.api.backbone.ParameterGroup;

/** Sorts the transformer's parameters into the groups of the paper's gradient analysis. */
final class ParameterGroups {
  private ParameterGroups() {}

  static ParameterGroup of(String name) {
    if (name.contains(".attn1.to_")) {
      return ParameterGroup.ATTENTION;
    }
    if (name.contains(".ff.net.")) {
      return ParameterGroup.MLP;
    }
    if (name.startsWith("patch_embed.") || name.startsWith("time_embedding.")) {
      return ParameterGroup.EMBED;
    }
    return name.startsWith("proj_out.") ? ParameterGroup.OTHER : ParameterGroup.NORM;
  }
}
