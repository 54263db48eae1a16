package org.sdvgen.runtime.lora;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A module that an adapter acts on.
 *
 * @param path its path in the network, such as {@code transformer_blocks.0.attn1.to_q}
 * @param weight shape of its weight: (out, in) of a linear layer, (out, in, k…) of a convolution
 */
public record LoraModule(String path, Shape weight) {
  private static final String WEIGHT = ".weight";
  private static final String LORA_A = ".lora_A.weight";
  private static final String LORA_B = ".lora_B.weight";

  /**
   * Finds the modules that adapters can act on: those with a weight of a linear layer or a
   * convolution in two or three dimensions.
   *
   * @param base shapes of the network's tensors by name
   * @return modules by path, in the tensors' order
   */
  public static Map<String, LoraModule> of(Map<String, Shape> base) {
    Map<String, LoraModule> modules = new LinkedHashMap<>();
    base.forEach(
        (name, shape) -> {
          boolean adaptable = List.of(2, 4, 5).contains(shape.dimension());
          if (adaptable && name.endsWith(WEIGHT)) {
            String path = name.substring(0, name.length() - WEIGHT.length());
            modules.put(path, new LoraModule(path, shape));
          }
        });
    return modules;
  }

  /**
   * PEFT's suffix rule.
   *
   * @param target a suffix of paths
   * @return whether the path is the target or ends in a dot and the target
   */
  public boolean isTakenBy(String target) {
    return path.equals(target) || path.endsWith("." + target);
  }

  /** Whether an adapter's tensor is one that widens again, by its name. */
  static boolean isB(String name) {
    return name.endsWith(LORA_B);
  }

  /**
   * The path of the module that an adapter's tensor belongs to.
   *
   * @param name a name as {@link #nameA} or {@link #nameB} gives it
   * @return the path
   */
  public static String pathOf(String name) {
    return name.substring(0, name.length() - (isB(name) ? LORA_B : LORA_A).length());
  }

  /** Returns the name of the tensor that narrows to the rank. */
  public String nameA() {
    return path + LORA_A;
  }

  /** Returns the name of the tensor that widens again. */
  public String nameB() {
    return path + LORA_B;
  }

  /**
   * Returns the shape of A: (r, in), or (r, in, k…) with the convolution's own kernel.
   *
   * @param rank r
   */
  public Shape shapeA(int rank) {
    long[] shape = weight.getShape().clone();
    shape[0] = rank;
    return new Shape(shape);
  }

  /**
   * Returns the shape of B: (out, r), or (out, r, 1…) of a convolution.
   *
   * @param rank r
   */
  public Shape shapeB(int rank) {
    long[] ones = LongStream.generate(() -> 1).limit(weight.dimension() - 2L).toArray();
    return new Shape(weight.get(0), rank).addAll(new Shape(ones));
  }

  /** Returns the number of inputs that each inner unit sums over: in times the kernel's size. */
  public long fanIn() {
    return weight.size() / weight.get(0);
  }
}
