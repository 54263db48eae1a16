package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lines of README and guides, which are read in terminals and reviewed line by line. */
final class GuideLinesTest {
  private static final int COLUMNS = 120;

  /** Tables, comments, pictures, indented code and generated parts have the lines they need. */
  private static final Pattern FREE = Pattern.compile("(\\||<!--|!\\[| {4}).*");

  static List<Path> documents() throws IOException {
    try (Stream<Path> guides = Files.list(Path.of("..", "docs"))) {
      return Stream.concat(
              Stream.of(Path.of("..", "README.md")),
              guides.filter(guide -> guide.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void proseFitsIntoAWindow(Path document) throws IOException {
    List<String> wide = new ArrayList<>();
    boolean code = false;
    boolean generated = false;
    int number = 0;
    for (String line : Files.readAllLines(document)) {
      number++;
      code ^= line.stripLeading().startsWith("```");
      generated |= line.startsWith("<!-- settings");
      generated &= !line.startsWith("<!-- end of settings");
      if (!code && !generated && line.length() > COLUMNS && !FREE.matcher(line).matches()) {
        wide.add(document + ":" + number + ": " + line);
      }
    }
    assertEquals(List.of(), wide);
  }
}
