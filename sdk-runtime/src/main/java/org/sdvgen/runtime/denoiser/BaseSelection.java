package org.sdvgen.runtime.denoiser;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;

/** Finds the pretrained parameters that a selection's patterns name. */
final class BaseSelection {
  private BaseSelection() {}

  /**
   * Matches whole names.
   *
   * @param selection the patterns
   * @param names all parameters, in the network's order
   * @return the matching ones, in the same order
   * @throws InputException if a pattern is malformed or matches nothing
   */
  static Set<String> match(Selection.Base selection, Set<String> names) {
    Set<String> hits = new LinkedHashSet<>();
    for (String text : selection.patterns()) {
      Pattern pattern = compile(text);
      List<String> own = names.stream().filter(name -> pattern.matcher(name).matches()).toList();
      if (own.isEmpty()) {
        throw nothingMatches(text, names);
      }
      hits.addAll(own);
    }
    Set<String> ordered = new LinkedHashSet<>(names);
    ordered.retainAll(hits);
    return ordered;
  }

  private static Pattern compile(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new InputException(
          "\"%s\" is not a regular expression for parameter names: %s"
              .formatted(text, e.getDescription()),
          e);
    }
  }

  private static InputException nothingMatches(String pattern, Set<String> names) {
    String nearest =
        NearestName.of(pattern, names).map(near -> "; the nearest is " + near).orElse("");
    return new InputException(
        "the pattern %s matches no parameter of the transformer%s".formatted(pattern, nearest));
  }
}
