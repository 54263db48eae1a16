package org.sdvgen.host.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsFile;

/** Base weights that a checkpoint of a training run holds. */
public final class BaseWeights {
  private BaseWeights() {}

  /**
   * Reads weights to be used in place of the model's own.
   *
   * @param backbone the model
   * @param file weights by the names of the pretrained checkpoint, all of them or some
   * @return the weights; the caller closes them
   * @throws InputException if the file is no such file, or of another model
   */
  public static MasterWeights load(Backbone backbone, Path file) {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      Map<String, Shape> base = backbone.parameters().base();
      saved
          .shapes()
          .forEach(
              (name, shape) -> {
                if (!shape.equals(base.get(name))) {
                  throw new InputException(
                      "%s is of another model: it has %s %s, where the backbone %s has %s"
                          .formatted(
                              file,
                              name,
                              shape,
                              backbone.spec().name(),
                              base.containsKey(name) ? base.get(name) : "no such weight"));
                }
              });
      List<String> names = saved.shapes().keySet().stream().map(Pattern::quote).toList();
      MasterWeights masters = backbone.parameters().masters(names);
      copy(saved, backbone, masters);
      return masters;
    }
  }

  /**
   * Copies a file's values.
   *
   * @param saved the file
   * @param backbone the model
   * @param weights take the values; the file has all of them
   */
  static void copy(SafetensorsFile saved, Backbone backbone, MasterWeights weights) {
    try (NDManager scope = backbone.newScope()) {
      Optimizers.values(weights.parameters())
          .forEach((name, value) -> Tensors.copy(value, saved.readAsStored(scope, name)));
    }
  }
}
