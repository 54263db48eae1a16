package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/** Initial values of an adapter, as PEFT sets them: it changes nothing until it is trained. */
public final class LoraInit {
  private LoraInit() {}

  /**
   * Creates an adapter: A from Kaiming's uniform distribution with a = sqrt(5), that is uniform in
   * [-1, 1) / sqrt(fan-in), and B zero.
   *
   * @param results manager that owns the tensors and whose device they go to
   * @param modules the adapted modules
   * @param rank inner width r
   * @param seed the values are a function of it and of each tensor's name
   * @return fp32 tensors by name, A before B, in the modules' order
   */
  public static Map<String, NDArray> create(
      NDManager results, List<LoraModule> modules, int rank, long seed) {
    Map<String, NDArray> adapter = new LinkedHashMap<>();
    for (LoraModule module : modules) {
      adapter.put(module.nameA(), uniform(results, module, rank, seed));
      adapter.put(module.nameB(), results.zeros(module.shapeB(rank)));
    }
    return adapter;
  }

  private static NDArray uniform(NDManager results, LoraModule module, int rank, long seed) {
    int count = Math.toIntExact(rank * module.fanIn());
    DrawKey key = new DrawKey(seed, 0, 0, "lora/" + module.nameA());
    double[] uniforms = Draws.seeded().uniforms(key, count);
    double bound = 1 / Math.sqrt((double) module.fanIn());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * uniforms[i] - 1) * bound);
    }
    return results.create(values, module.shapeA(rank));
  }
}
