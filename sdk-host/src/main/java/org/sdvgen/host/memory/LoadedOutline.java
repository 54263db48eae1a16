package org.sdvgen.host.memory;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.backbone.TrainableWeights;

/**
 * The outline of a backbone that can only be known by loading it.
 *
 * @param backbone the loaded backbone; stays the caller's
 */
public record LoadedOutline(Backbone backbone) implements BackboneOutline {
  @Override
  public BackboneSpec spec() {
    return backbone.spec();
  }

  @Override
  public Map<String, Shape> trainable(Selection selection) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    try (TrainableWeights weights = backbone.parameters().create(selection, 0)) {
      weights.parameters().forEach(one -> shapes.put(one.name(), one.value().getShape()));
    }
    return shapes;
  }

  @Override
  public void checkPrompt(String prompt) {
    backbone.textEncoder().check(prompt);
  }

  @Override
  public void close() {}
}
