package org.sdvgen.runtime.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.error.InputException;

/** The one place that chooses devices: nothing else may name the CPU or a GPU. */
public final class Devices {
  private static final String ENGINE = "PyTorch";
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  static {
    QuietEngine.prepare();
  }

  private Devices() {}

  /**
   * Parses a device setting.
   *
   * @param word {@code auto} (the first GPU if there is one, else the CPU), {@code cpu}, {@code
   *     cuda} (the first GPU) or {@code cuda:N}
   * @return the device
   * @throws InputException if the word is none of these or names a GPU that is not there
   */
  public static Device parse(String word) {
    return parse(word, Engine.getEngine(ENGINE).getGpuCount());
  }

  static Device parse(String word, int gpuCount) {
    return switch (word) {
      case "auto" -> gpuCount > 0 ? Device.gpu(0) : Device.cpu();
      case "cpu" -> Device.cpu();
      default -> gpu(word, gpuCount);
    };
  }

  private static Device gpu(String word, int gpuCount) {
    Matcher cuda = CUDA.matcher(word);
    if (!cuda.matches()) {
      throw new InputException(
          "device: expected auto, cpu, cuda or cuda:N, found \"" + word + "\"");
    }
    int index = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
    if (index >= gpuCount) {
      throw new InputException(absent(word, gpuCount));
    }
    return Device.gpu(index);
  }

  private static String absent(String word, int gpuCount) {
    String found =
        gpuCount == 0
            ? "no GPU was found (a CUDA build of PyTorch and its driver must be reachable)"
            : "only " + gpuCount + " GPU(s) were found, numbered from 0";
    return "device: " + word + " was asked for but " + found + "; set device = auto or cpu";
  }

  /** Returns the CPU, where weights are read and control values live. */
  public static Device cpu() {
    return Device.cpu();
  }

  /**
   * Opens a root manager of PyTorch arrays; the caller closes it.
   *
   * @param device where its arrays are created by default
   * @return a new manager
   */
  public static NDManager newManager(Device device) {
    return NDManager.newBaseManager(device, ENGINE);
  }
}
