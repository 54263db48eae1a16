package org.sdvgen.wan22.transformer;

import org.sdvgen.api.backbone.ParameterGroup;

/** Sorts the transformer's parameters into the groups of the paper's gradient analysis. */
final class ParameterGroups {
  private ParameterGroups() {}

  static ParameterGroup of(String name) {
    if (name.contains(".attn1.to_") || name.contains(".attn2.to_")) {
      return ParameterGroup.ATTENTION;
    }
    if (name.contains(".ffn.net.")) {
      return ParameterGroup.MLP;
    }
    if (name.startsWith("patch_embedding.")
        || name.startsWith("condition_embedder.time_embedder.")
        || name.startsWith("condition_embedder.text_embedder.")) {
      return ParameterGroup.EMBED;
    }
    // The modulation of the norms is among these: tables, and the projection of the timestep.
    return name.startsWith("proj_out.") ? ParameterGroup.OTHER : ParameterGroup.NORM;
  }
}
