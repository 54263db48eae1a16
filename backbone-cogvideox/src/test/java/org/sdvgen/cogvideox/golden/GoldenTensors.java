package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;

/** The tensors of one case, in this project's layouts, and the scope that a test works in. */
final class GoldenTensors implements AutoCloseable {
  private final SafetensorsFile file;
  private final NDManager manager;

  GoldenTensors(SafetensorsFile file) {
    this.file = file;
    manager = Devices.newManager(Devices.parse(GoldenFolder.device()));
  }

  NDManager manager() {
    return manager;
  }

  Set<String> names() {
    return file.entries().keySet();
  }

  boolean has(String name) {
    return file.entries().containsKey(name);
  }

  /** The numbers N for which a tensor called like the pattern is there; N is its first group. */
  Set<String> matches(String pattern) {
    Set<String> found = new TreeSet<>();
    for (String name : names()) {
      Matcher matcher = Pattern.compile(pattern).matcher(name);
      if (matcher.matches()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  NDArray get(String name) {
    return file.readAsStored(manager, name);
  }

  /** Latents, stored (B, F, C, h, w), as (B, c, f, h, w). */
  NDArray latents(String name) {
    return swapped(get(name));
  }

  /** (B, F, C, h, w) to (B, c, f, h, w) or back, in contiguous memory. */
  static NDArray swapped(NDArray latents) {
    return latents.swapAxes(1, 2).duplicate();
  }

  NDArray timesteps(String name) {
    return get(name).toType(DataType.FLOAT32, false);
  }

  TextBundle text(String name) {
    return new TextBundle(Map.of("prompt_embeds", get(name)));
  }

  @Override
  public void close() {
    file.close();
    manager.close();
  }
}
