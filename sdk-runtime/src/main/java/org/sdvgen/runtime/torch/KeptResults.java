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
 * The way by which what a block keeps for backward leaves its program and comes back to it.
 *
 * <p>A block leaves it among the shared tensors, which its method does not return. So every block's
 * method gets a second one beside it, which calls it and returns both.
 */
final class KeptResults {
  /** The shared tensor that is there where attention is to keep its results. */
  static final String KEEP_ATTENTION = "keep.attention";

  /** The shared tensor that is there where a block is run again for its gradients. */
  static final String AGAIN = "again";

  private static final String KEPT_ATTENTION = "kept.attention.";
  private static final String PREFIX = "keeping_results_of_";
  private static final Pattern BLOCK =
      Pattern.compile(
          "^  def ([a-z]\\w*)\\(self, streams: List\\[Tensor\\], shared: Dict\\[str, Tensor\\], w:"
              + " Dict\\[str, Tensor\\]\\) -> List\\[Tensor\\]:",
          Pattern.MULTILINE);
  private static final Pattern AFTER_CLASS =
      Pattern.compile(
          "^class Program\\(Module\\):.*^(def|class) ", Pattern.MULTILINE | Pattern.DOTALL);

  private KeptResults() {}

  /**
   * A block's outputs with what was kept.
   *
   * @param streams its streams
   * @param kept shared tensors to be given to the same block with the same inputs
   */
  record Result(List<NDArray> streams, Map<String, NDArray> kept) {}

  /** Whether results of attention are among what was kept. */
  static boolean hasAttention(Map<String, NDArray> kept) {
    return kept.keySet().stream().anyMatch(name -> name.startsWith(KEPT_ATTENTION));
  }

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
              shared["keep"] = streams[0]
              outputs = self.%s(streams, shared, w)
              return (outputs, __torch__.nn.kept(shared))
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
