package org.sdvgen.runtime.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.error.InputException;

/** The one place that chooses devices: nothing else may name the CPU or a GPU. */
public final class Devices {
  private static final String ENGINE = "PyTorch";

  static {
    QuietEngine.prepare();
  }

  private Devices() {}

  /**
   * The device of a setting.
   *
   * @param name its name
   * @return the device; of {@code auto} the first GPU if there is one, else the CPU
   * @throws InputException if it names a GPU that is not there
   */
  public static Device of(DeviceName name) {
    return of(name, gpuCount());
  }

  /** Returns how many GPUs PyTorch can use. */
  static int gpuCount() {
    return Engine.getEngine(ENGINE).getGpuCount();
  }

  /**
   * The device of a word.
   *
   * @param word the name, as configurations write it
   * @return the device
   * @throws IllegalArgumentException if the word is no device's name
   * @throws InputException if it names a GPU that is not there
   */
  public static Device parse(String word) {
    return of(DeviceName.parse(word));
  }

  static Device of(DeviceName name, int gpuCount) {
    if (name.equals(DeviceName.AUTO)) {
      return gpuCount > 0 ? Device.gpu(0) : Device.cpu();
    }
    return name.equals(DeviceName.CPU) ? Device.cpu() : gpu(name, gpuCount);
  }

  private static Device gpu(DeviceName name, int gpuCount) {
    int index = name.gpu().orElse(0);
    if (index >= gpuCount) {
      throw new InputException(absent(name, gpuCount));
    }
    return Device.gpu(index);
  }

  private static String absent(DeviceName name, int gpuCount) {
    String found =
        gpuCount == 0
            ? "no GPU was found (a CUDA build of PyTorch and its driver must be reachable)"
            : "only " + gpuCount + " GPU(s) were found, numbered from 0";
    return "device: " + name + " was asked for but " + found + "; set device = auto or cpu";
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
