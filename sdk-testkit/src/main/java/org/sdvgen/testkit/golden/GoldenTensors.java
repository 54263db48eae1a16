package org.sdvgen.testkit.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;

/** The tensors of one case, and the scope that a test works in. */
public class GoldenTensors implements AutoCloseable {
  private final SafetensorsFile file;
  private final NDManager manager;

  /**
   * Opens a scope on the device of the golden tests.
   *
   * @param file the case's tensors, which this object owns
   */
  public GoldenTensors(SafetensorsFile file) {
    this.file = file;
    manager = Devices.newManager(Devices.parse(GoldenFolder.device()));
  }

  /** Returns the scope, which owns every tensor that was read. */
  public final NDManager manager() {
    return manager;
  }

  /** Returns the names of all tensors. */
  public final Set<String> names() {
    return file.entries().keySet();
  }

  /** Says whether a tensor is there. */
  public final boolean has(String name) {
    return file.entries().containsKey(name);
  }

  /**
   * Returns the first groups of a pattern in the names of the tensors that it matches. That there
   * is none fails the test, which would otherwise pass without a single comparison.
   */
  public final Set<String> matches(String pattern) {
    Set<String> found = matchesIfAny(pattern);
    assertFalse(found.isEmpty(), () -> "no tensor of the case matches " + pattern);
    return found;
  }

  /** Returns the same where a part of a case may be without such tensors. */
  public final Set<String> matchesIfAny(String pattern) {
    Set<String> found = new TreeSet<>();
    for (String name : names()) {
      Matcher matcher = Pattern.compile(pattern).matcher(name);
      if (matcher.matches()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  /** Reads a tensor as it is stored. */
  public final NDArray get(String name) {
    return file.readAsStored(manager, name);
  }

  /** Reads timesteps, stored as numbers of any type, as fp32. */
  public final NDArray timesteps(String name) {
    return get(name).toType(DataType.FLOAT32, false);
  }

  @Override
  public final void close() {
    file.close();
    manager.close();
  }
}
