package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sdvgen.testkit.EventFile;

/** What runs leave in their folders, but for times, memory and the folders' own names. */
final class RunFolder {
  /** The cache's folder within a run's. */
  static final String CACHE = "kept";

  private static final String PREFIX = "checkpoint-";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A cell with a loss and, in small letters, its step. */
  private static final String LOSS = "<td>[^<]*(?:<small>[^<]*</small>)?</td>";

  private RunFolder() {}

  /** The step of the newest checkpoint, whole or not; 0 if there is none. */
  static long newestCheckpoint(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(run)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.startsWith(PREFIX))
          .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length())))
          .max()
          .orElse(0);
    }
  }

  /** Copies a folder with everything in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** Compares all files of two runs. */
  static void assertSame(Path expected, Path found, String where) throws IOException {
    List<String> files = files(expected);
    assertEquals(files, files(found), where);
    for (String file : files) {
      assertSame(file, expected, found, where + ": " + file);
    }
    for (String entry : cache(found)) {
      assertSame(entry, expected, found, where + ": " + entry);
    }
  }

  private static void assertSame(String file, Path expected, Path found, String where)
      throws IOException {
    if (file.equals("metrics.jsonl")) {
      assertEquals(metrics(expected), metrics(found), where);
    } else if (file.startsWith("events.")) {
      assertEquals(events(expected.resolve(file)), events(found.resolve(file)), where);
    } else if (file.endsWith("trainer_state.json")) {
      assertEquals(state(expected, file), state(found, file), where);
    } else if (file.equals("report.html")) {
      assertEquals(report(expected), report(found), where);
    } else {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(file)),
          Files.readAllBytes(found.resolve(file)),
          where);
    }
  }

  /** What a run has left, but for the program's log, its lock and the cache. */
  private static List<String> files(Path run) throws IOException {
    return all(run).stream()
        .filter(file -> !file.startsWith("logs/") && !file.equals(".lock"))
        .filter(file -> !file.startsWith(CACHE + "/"))
        .toList();
  }

  /** Entries of the cache: a resumed run makes those that it needs itself. */
  private static List<String> cache(Path run) throws IOException {
    List<String> entries = all(run).stream().filter(file -> file.startsWith(CACHE + "/")).toList();
    Predicate<String> isWhole =
        entry ->
            entry.endsWith(".safetensors")
                || (entry.startsWith(CACHE + "/probes/") && entry.endsWith(".txt"));
    assertTrue(entries.stream().allMatch(isWhole), entries.toString());
    return entries;
  }

  private static List<String> all(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> run.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static List<String> metrics(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll(",?\"(seconds|resident_mb|heap_mb)\":[^,}]*", ""))
        .toList();
  }

  private static List<String> events(Path file) {
    List<String> events = new ArrayList<>();
    for (EventFile.Event event : EventFile.read(file)) {
      Map<String, Float> scalars = new TreeMap<>(event.scalars());
      scalars.remove("samples_per_second");
      events.add(event.step() + event.version() + scalars + event.images());
    }
    return events;
  }

  private static ObjectNode state(Path run, String file) {
    try {
      String text = Files.readString(run.resolve(file)).replace(run.toString(), "RUN");
      ObjectNode state = (ObjectNode) JSON.readTree(text);
      state.remove("own_checksum");
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String report(Path run) throws IOException {
    return Files.readString(run.resolve("report.html"))
        .replace(run.toString(), "RUN")
        .replace(">" + run.getFileName() + "<", ">RUN<")
        .replace("sdvgen: " + run.getFileName(), "sdvgen: RUN")
        .replaceAll("<img alt=\"(throughput|memory)\"[^>]*>", "")
        .replaceAll("steps, [^;]* per second; \\S+ h of training, \\S+ h of validation", "")
        .replaceAll(" At most [^<]* MiB were resident\\.", "")
        .replaceAll("<td>[^<]*</td><td>[^<]*</td>(" + LOSS + LOSS + "</tr>)", "$1");
  }
}
