package org.sdvgen.host;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** Adapter files that leave something open, so that loading one is heard of. */
public final class SilentAdapter {
  private SilentAdapter() {}

  /**
   * Copies an adapter's matrices and nothing else.
   *
   * @param adapter its file
   * @param copy the file to write
   * @return the copy
   */
  public static Path of(Path adapter, Path copy) {
    try (NDManager scope = Devices.newManager(Devices.cpu());
        SafetensorsFile file = SafetensorsFile.open(adapter)) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      file.entries()
          .keySet()
          .forEach(name -> tensors.put(name, file.read(scope, name, Precision.FP32)));
      SafetensorsWriter.write(copy, tensors, Map.of());
    }
    return copy;
  }
}
