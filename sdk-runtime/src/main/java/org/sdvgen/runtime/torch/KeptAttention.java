package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way by which the results of a block's attention leave its program and come back to it.
 *
 * <p>The attention of the prelude counts its calls and leaves its results among the shared tensors,
 * which a block's method does not return. So every block's method gets a second one beside it,
 * which calls it and returns both.
 */
final class KeptAttention {
  /** Counts the calls of attention in a block; attention keeps or takes results where it is. */
  static final String CALLS = "attention.calls";

  private static final String PREFIX = "keeping_attention_of_";
  private static final Pattern BLOCK =
      Pattern.compile(
          "^  def ([a-z]\\w*)\\(self, streams: List\\[Tensor\\], shared: Dict\\[str, Tensor\\], w:"
              + " Dict\\[str, Tensor\\]\\) -> List\\[Tensor\\]:",
          Pattern.MULTILINE);
  private static final Pattern AFTER_CLASS =
      Pattern.compile(
          "^class Program\\(Module\\):.*^(def|class) ", Pattern.MULTILINE | Pattern.DOTALL);

  private KeptAttention() {}

  /**
   * A block's outputs with what was kept.
   *
   * @param streams its streams
   * @param kept shared tensors to be given to the same block with the same inputs
   */
  record Result(List<NDArray> streams, Map<String, NDArray> kept) {}

  /**
   * The names of a program's methods that can keep.
   *
   * @param text the file that holds {@code class Program(Module)}
   * @return the names; none if the class is not the last part of the file
   */
  static Set<String> methods(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher block = BLOCK.matcher(text);
    while (!AFTER_CLASS.matcher(text).find() && block.find()) {
      names.add(block.group(1));
    }
    return names;
  }

  /** The name of the method that stands beside a block's. */
  static String beside(String method) {
    return PREFIX + method;
  }

  /** A program's file with a second method beside each of its blocks'. */
  static Script complete(Script program) {
    StringBuilder text = new StringBuilder(program.text());
    for (String method : methods(program.text())) {
      text.append(
          """

            def %s(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> Tuple[List[Tensor], Dict[str, Tensor]]:
              shared["attention.keep"] = shared["attention.calls"]
              outputs = self.%s(streams, shared, w)
              return (outputs, __torch__.nn.kept_attention(shared))
          """
              .formatted(beside(method), method));
    }
    return new Script(program.name(), text.toString());
  }

  /** Takes apart what such a method returns. */
  static Result result(NDList returned) {
    Map<String, NDArray> kept = new LinkedHashMap<>();
    NDList streams = new NDList();
    for (NDArray array : returned) {
      String name = array.getName();
      if (name == null) {
        streams.add(array);
      } else {
        kept.put(name, array);
        array.setName(null);
      }
    }
    return new Result(streams, kept);
  }
}
