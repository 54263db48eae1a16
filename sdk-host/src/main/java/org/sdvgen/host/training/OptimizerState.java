package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.runtime.torch.Optimizer;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/**
 * The optimizer's state in the file {@code optimizer.safetensors} of a checkpoint.
 *
 * @param optimizer has the state
 * @param scopes opens managers on the parameters' device
 */
record OptimizerState(Optimizer optimizer, Supplier<NDManager> scopes) implements Restorable {
  private static final String FILE = "optimizer.safetensors";

  @Override
  public void save(Draft checkpoint) {
    SafetensorsWriter.write(checkpoint.folder().resolve(FILE), optimizer.state(), Map.of());
  }

  @Override
  public void load(ResumePoint checkpoint) {
    try (NDManager scope = scopes.get();
        SafetensorsFile saved = SafetensorsFile.open(checkpoint.folder().resolve(FILE))) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (String name : saved.entries().keySet()) {
        arrays.put(name, saved.readAsStored(scope, name));
      }
      optimizer.restore(arrays);
    }
  }
}
