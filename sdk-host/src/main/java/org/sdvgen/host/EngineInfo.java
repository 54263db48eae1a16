package org.sdvgen.host;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.QuietEngine;
import org.sdvgen.runtime.torch.Threads;

/**
 * The computing engine as it loads on this machine.
 *
 * @param version PyTorch's version
 * @param djlVersion version of the bridge to Java
 * @param threads CPU threads for a large model: OMP_NUM_THREADS if it is set, else one for each
 *     core
 * @param gpus how many GPUs can be used
 * @param cuda version of the CUDA runtime; empty if none was found
 */
public record EngineInfo(
    String version, String djlVersion, int threads, int gpus, Optional<String> cuda) {
  /**
   * Loads the engine and asks it.
   *
   * @return the engine's versions and devices
   * @throws InputException if the engine does not load
   */
  public static EngineInfo inspect() {
    try {
      QuietEngine.prepare();
      Engine engine = Engine.getEngine("PyTorch");
      Optional<String> cuda =
          CudaUtils.hasCuda() ? Optional.of(CudaUtils.getCudaVersionString()) : Optional.empty();
      return new EngineInfo(
          engine.getVersion(),
          Engine.getDjlVersion(),
          Threads.told().orElseGet(Threads::most),
          engine.getGpuCount(),
          cuda);
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new InputException(
          "PyTorch does not load: %s. Unset PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to use the bundled CPU build"
              .formatted(e.getMessage()),
          e);
    }
  }
}
