package org.sdvgen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.StoredType;

/**
 * Counts arrays outside the Java heap. DJL keeps a tree of managers under one root, and every array
 * is listed by its manager, so any leak shows. Arrays that were detached from all managers are the
 * exception.
 *
 * @param arrays arrays not yet closed
 * @param scopes managers not yet closed
 */
public record NativeMemory(long arrays, long scopes) {
  private static final Field RESOURCES = resources();

  private static Field resources() {
    try {
      // DJL lists the arrays of one manager only; its children are in this field alone.
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("another version of DJL: BaseNDManager has no resources", e);
    }
  }

  /**
   * Counts of the whole process.
   *
   * @return the counts
   */
  public static NativeMemory now() {
    try (NDManager any = Devices.newManager(Devices.cpu())) {
      NativeMemory counted = of(any.getParentManager());
      return new NativeMemory(counted.arrays, counted.scopes - 1);
    }
  }

  /**
   * Counts of a manager and all managers below it.
   *
   * @param manager the top of the tree, itself not counted
   * @return the counts
   */
  public static NativeMemory of(NDManager manager) {
    long arrays = 0;
    long scopes = 0;
    Deque<NDManager> left = new ArrayDeque<>();
    left.push(manager);
    while (!left.isEmpty()) {
      for (Object resource : contents(left.pop())) {
        if (resource instanceof NDArray) {
          arrays++;
        } else if (resource instanceof NDManager child) {
          scopes++;
          left.push(child);
        }
      }
    }
    return new NativeMemory(arrays, scopes);
  }

  /**
   * Counts the bytes of all live arrays of the process that have at least one axis: single numbers,
   * which every program gets as arrays of their own, are left out.
   *
   * @return bytes
   */
  public static long bytes() {
    long bytes = 0;
    try (NDManager any = Devices.newManager(Devices.cpu())) {
      Deque<NDManager> left = new ArrayDeque<>();
      left.push(any.getParentManager());
      while (!left.isEmpty()) {
        for (Object resource : contents(left.pop())) {
          if (resource instanceof NDArray array) {
            bytes += bytes(array);
          } else if (resource instanceof NDManager child) {
            left.push(child);
          }
        }
      }
    }
    return bytes;
  }

  private static long bytes(NDArray array) {
    int type = Tensors.scalarType(array);
    long each =
        Arrays.stream(StoredType.values())
            .filter(stored -> stored.scalarType() == type)
            .mapToLong(StoredType::bytes)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("an array of scalar type " + type));
    return array.getShape().dimension() == 0 ? 0 : array.size() * each;
  }

  private static Iterable<?> contents(NDManager manager) {
    try {
      return ((Map<?, ?>) RESOURCES.get(manager)).values();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Asserts that an action frees all arrays that it makes. Run it once beforehand if it fills
   * caches.
   *
   * @param action the action
   */
  public static void assertNothingLeft(Runnable action) {
    NativeMemory before = now();
    action.run();
    assertEquals(before, now(), "live arrays and scopes before and after");
  }
}
