package org.sdvgen.runtime.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix product or an attention that a block has computed.
 *
 * @param kind what it is
 * @param extents of a product: rows, inner and outer width; of an attention: batch, heads, queries,
 *     keys and width of a head
 * @param inputGradient whether backward computes the gradient of its input
 * @param scalarType element type, a {@code c10::ScalarType} number
 */
public record Product(Kind kind, List<Long> extents, boolean inputGradient, int scalarType) {
  private static final int NUMBERS = 8;

  /** Kinds of products. */
  public enum Kind {
    /** By a weight that is not trained. */
    FROZEN,
    /** By a weight that is trained. */
    TRAINED,
    /** By a frozen weight, left out where the block is run again. */
    UNREAD,
    /** Attention. */
    ATTENTION,
    /** Attention whose result was kept where the block is run again. */
    KEPT_ATTENTION;

    /** Whether it is an attention. */
    public boolean isAttention() {
      return this == ATTENTION || this == KEPT_ATTENTION;
    }

    /** Whether a block that is run again computes it. */
    public boolean isRepeated() {
      return this != UNREAD && this != KEPT_ATTENTION;
    }
  }

  /** Copies the list. */
  public Product {
    extents = List.copyOf(extents);
  }

  /**
   * Reads what the prelude's {@code note} has written.
   *
   * @param log a number without a meaning, then eight for each product
   */
  static List<Product> read(long[] log) {
    List<Product> products = new ArrayList<>();
    List<Kind> kinds = List.of(Kind.values());
    for (int at = 1; at + NUMBERS <= log.length; at += NUMBERS) {
      Kind kind = kinds.get((int) log[at]);
      List<Long> extents =
          Arrays.stream(log, at + 1, at + (kind.isAttention() ? 6 : 4)).boxed().toList();
      products.add(new Product(kind, extents, log[at + 6] != 0, (int) log[at + 7]));
    }
    return products;
  }

  /** Floating point operations of its forward pass. */
  public double operations() {
    double size = extents.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    return (kind.isAttention() ? 4 : 2) * size;
  }
}
