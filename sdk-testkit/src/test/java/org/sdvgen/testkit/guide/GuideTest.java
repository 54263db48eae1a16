package org.sdvgen.testkit.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code in the guide is that of the tiny backbone, word for word. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "write-a-backbone.md");
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/test/java/org/sdvgen/testkit/guide"),
          Path.of("src/test/resources/org/sdvgen/testkit/guide"));

  /** A block of code, with the name of its region in the line before it. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- code ([a-z]+) -->\\n)?```(java|python)\\n(.*?)```\\n", Pattern.DOTALL);

  private static final Pattern REGION =
      Pattern.compile(
          "^ *(?://|#) guide: ([a-z]+)\\n(.*?)^ *(?://|#) end$",
          Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void everyBlockOfCodeIsARegionOfTheSources() throws IOException {
    Map<String, String> regions = regions();
    List<String> shown = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(GUIDE));
    while (block.find()) {
      String name = String.valueOf(block.group(1));
      shown.add(name);
      assertEquals(regions.get(name), block.group(3), "the guide's code " + name);
    }
    assertFalse(shown.isEmpty());
    assertEquals(List.copyOf(regions.keySet()), shown.stream().sorted().toList());
  }

  /** The regions of all sources by name, in the names' order, without their indentation. */
  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new TreeMap<>();
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Matcher region = REGION.matcher(Files.readString(file));
          while (region.find()) {
            regions.put(region.group(1), region.group(2).stripTrailing().stripIndent() + "\n");
          }
        }
      }
    }
    return new LinkedHashMap<>(regions);
  }
}
