package org.sdvgen.runtime.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * A TorchScript program: one class of methods, compiled in this process from text.
 *
 * <p>A program holds no tensors: weights are arguments like everything else, so one program serves
 * every device and precision. Methods run with PyTorch's optimising executor off, because it
 * re-specialises a program after its first calls and then changes the last bits of its results;
 * both that flag and the gradient mode belong to the calling thread and are set at every call.
 *
 * <p>Calls of one program may run on several threads, but an array may take part in only one call
 * at a time: the engine reads the arguments' places from the arrays' names.
 */
public final class TorchProgram implements AutoCloseable {
  /** A program as the engine has it. */
  private record Compiled(NDManager manager, PtSymbolBlock module, Set<String> keeping) {}

  private final String name;
  private final Supplier<Compiled> compiler;
  private @Nullable Compiled compiled;
  private boolean closed;

  private TorchProgram(String name, Supplier<Compiled> compiler) {
    this.name = name;
    this.compiler = compiler;
  }

  /**
   * Compiles a program whose text starts, after comments, with
   *
   * <pre>{@code
   * class Program(Module):
   *   __parameters__ = []
   *   __buffers__ = []
   *   training : bool
   *
   *   def forward(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
   *     return __torch__.nn.linear(x, w, "proj")
   * }</pre>
   *
   * <p>The text is that of a TorchScript archive: ATen operators as {@code torch.silu}, dtypes by
   * number (float32 6, float64 7, bfloat16 15, int64 4), no imports. {@link Script#prelude} is
   * always there as {@code __torch__.nn}.
   *
   * @param program the file that holds {@code class Program(Module)}
   * @param libraries further files with functions that it calls
   * @return the program; the caller closes it
   * @throws IllegalStateException if the text does not compile; the message has the line
   */
  public static TorchProgram compile(Script program, Script... libraries) {
    TorchProgram compiled = onFirstUse(program, libraries);
    var unused = compiled.compiled();
    return compiled;
  }

  /**
   * A program as {@link #compile} makes it, for which the engine is loaded when it is first called.
   *
   * @param program the file that holds {@code class Program(Module)}
   * @param libraries further files with functions that it calls
   * @return the program; the caller closes it
   */
  public static TorchProgram onFirstUse(Script program, Script... libraries) {
    List<Script> others = List.of(libraries);
    return new TorchProgram(program.name(), () -> compile(program, others));
  }

  private synchronized Compiled compiled() {
    if (closed) {
      throw new IllegalStateException("script " + name + " is used after closing");
    }
    if (compiled == null) {
      compiled = compiler.get();
    }
    return compiled;
  }

  private static Compiled compile(Script program, List<Script> libraries) {
    List<Script> scripts = new ArrayList<>(libraries);
    scripts.add(Script.prelude());
    scripts.add(KeptResults.complete(program));
    byte[] archive = TorchArchive.pack("__torch__." + program.name(), "Program", scripts);
    NDManager manager = Devices.newManager(Devices.cpu());
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
      return new Compiled(manager, module, KeptResults.methods(program.text()));
    } catch (EngineException | IOException e) {
      manager.close();
      throw new IllegalStateException(
          "script " + program.name() + " does not compile: " + e.getMessage(), e);
    }
  }

  /**
   * Runs a method without recording gradients.
   *
   * @param results manager that owns the returned arrays
   * @param method name of the method
   * @param arguments its arguments
   * @return the returned tensors: a tensor, list or tuple is flattened in order; the entries of a
   *     dictionary carry their keys as names
   * @throws IllegalStateException if the script fails; the message has the method and the line
   * @throws InputException if the device's memory is exhausted
   */
  public NDList call(NDManager results, String method, Arguments arguments) {
    return run(results, method, arguments, false);
  }

  /** Runs a method as {@link #call} does and returns its only tensor. */
  public NDArray callOne(NDManager results, String method, Arguments arguments) {
    return call(results, method, arguments).singletonOrThrow();
  }

  /**
   * Runs a method as {@link #call} does while recording the graph for backward, which is held in
   * memory until the results are closed.
   */
  NDList record(NDManager results, String method, Arguments arguments) {
    return run(results, method, arguments, true);
  }

  /** Its file's name. */
  String name() {
    return name;
  }

  /** Whether a method is a block's, which can keep results. */
  boolean keeps(String method) {
    return compiled().keeping().contains(method);
  }

  /**
   * Runs a block's method as {@link #call} does and takes what it keeps.
   *
   * @param results manager that owns the returned arrays
   * @param method name of a method that {@link #keeps}
   * @param arguments its arguments
   * @return the block's streams, and what was kept
   */
  KeptResults.Result callKeeping(NDManager results, String method, Arguments arguments) {
    return KeptResults.result(call(results, KeptResults.beside(method), arguments));
  }

  private NDList run(NDManager results, String method, Arguments arguments, boolean gradients) {
    boolean before = JniUtils.isGradMode();
    IdentityHashMap<NDArray, @Nullable String> names = new IdentityHashMap<>();
    Compiled own = compiled();
    try (NDManager scratch = own.manager().newSubManager();
        NDArray selector = results.create(new Shape(0), DataType.FLOAT32)) {
      selector.setName("module_method:" + method);
      NDList inputs = new NDList(selector);
      for (Arguments.Slot slot : arguments.slots()) {
        NDArray array = slot.array().apply(scratch);
        assign(array, slot.engineName(), names);
        inputs.add(array);
      }
      JniUtils.setGraphExecutorOptimize(false);
      JniUtils.setGradMode(gradients);
      return ProgramTimes.timed(
          name, method, results, () -> IValueUtils.forward(own.module(), inputs, true));
    } catch (EngineException e) {
      throw failure(method, e);
    } finally {
      JniUtils.setGradMode(before);
      names.forEach(NDArray::setName);
    }
  }

  private static void assign(
      NDArray array, @Nullable String name, IdentityHashMap<NDArray, @Nullable String> names) {
    if (names.containsKey(array) && !Objects.equals(array.getName(), name)) {
      throw new IllegalArgumentException("one array is given for two parameters of a call");
    }
    names.putIfAbsent(array, array.getName());
    array.setName(name);
  }

  private RuntimeException failure(String method, EngineException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("out of memory") || message.contains("can't allocate memory")) {
      return new InputException(
          "memory is exhausted in "
              + name
              + "."
              + method
              + ": take a smaller batch, resolution or frame count, or switch activation"
              + " checkpointing or tiling on ("
              + message.lines().reduce((first, last) -> last).orElse("")
              + ")",
          e);
    }
    return new IllegalStateException("script " + name + "." + method + ": " + message, e);
  }

  /** Frees the compiled code. */
  @Override
  public synchronized void close() {
    closed = true;
    if (compiled != null) {
      compiled.module().close();
      compiled.manager().close();
      compiled = null;
    }
  }
}
