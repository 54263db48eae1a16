package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run writes does not depend on the language of the computer: Persian has digits of its own,
 * Turkish a lower case of I that is not i.
 */
final class LocaleTest {
  private static final List<String> ENGLISH = List.of("-Duser.language=en", "-Duser.country=US");
  private static final List<String> PERSIAN = List.of("-Duser.language=fa", "-Duser.country=IR");
  private static final List<String> TURKISH = List.of("-Duser.language=tr", "-Duser.country=TR");

  private static final Pattern OTHER_DIGITS = Pattern.compile("[\\p{Nd}&&[^0-9]]");

  @TempDir private Path folder = Path.of("");

  @Test
  void runsLeaveTheSameFilesInEveryLanguage() throws Exception {
    Map<String, String> english = run("en", ENGLISH);
    for (String file :
        List.of(
            "out/checkpoint-4/trainer_state.json",
            "out/metrics.jsonl",
            "out/validation/step-4/00.mp4",
            "frames/0008.png")) {
      assertTrue(english.containsKey(file), () -> file + " is not in " + english.keySet());
    }
    assertSame(english, run("fa", PERSIAN));
    assertSame(english, run("tr", TURKISH));
  }

  private static void assertSame(Map<String, String> expected, Map<String, String> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((file, content) -> assertEquals(content, actual.get(file), file));
  }

  @Test
  @DisabledOnOs({OS.WINDOWS, OS.MAC})
  void namesThatJavaCannotSpellAreRefused() throws Exception {
    TinyRun run = TinyRun.create(folder);
    String rename = "for end in mp4 txt; do mv clip0.$end \"$(printf '\\303\\251').$end\"; done";
    Process shell =
        new ProcessBuilder("sh", "-c", rename).directory(folder.resolve("videos").toFile()).start();
    assertEquals(0, shell.waitFor());
    Program program = Program.start(List.of("env", "LC_ALL=C"), "data", "inspect", run.config());
    assertEquals(2, program.code(), program.output());
    assertTrue(program.output().contains("this name cannot be read"), program.output());
    assertTrue(program.output().contains("LC_ALL=C.UTF-8"), program.output());
  }

  @Test
  @DisabledOnOs({OS.WINDOWS, OS.MAC})
  void configuredPathsThatJavaCannotSpellAreRefused() throws Exception {
    TinyRun run = TinyRun.create(folder);
    for (String line :
        List.of("initial_adapter: \u00e9.safetensors", "resume_from_checkpoint: \u00e9")) {
      Path config = folder.resolve("other.yaml");
      Files.writeString(config, "extends: run.yaml\n" + line + "\n");
      String output = refused(List.of("env", "LC_ALL=C"), "train", config.toString());
      assertTrue(output.contains(line.substring(0, line.indexOf(':'))), output);
    }
    refused(List.of("env", "LC_ALL=C"), "train", run.config(), "extends=\u00e9.yaml");
  }

  private static String refused(List<String> prefix, String... arguments) throws Exception {
    Program program = Program.start(prefix, arguments);
    assertEquals(2, program.code(), program.output());
    assertTrue(program.output().contains("LC_ALL=C.UTF-8"), program.output());
    assertFalse(program.output().contains("Exception"), program.output());
    return program.output();
  }

  /** Trains two steps, resumes for two more, and generates a clip. */
  private Map<String, String> run(String name, List<String> language) throws Exception {
    TinyRun run = TinyRun.create(folder.resolve(name));
    Files.writeString(
        run.folder().resolve("run.yaml"),
        """
        validation: {steps: 2, loss_steps: 0, prompts: [{prompt: a ball moves left}]}
        """,
        StandardOpenOption.APPEND);
    command(language, "train", run.config(), "max_train_steps=2");
    command(language, "train", run.config(), "resume_changed_recipe=true");
    command(
        language,
        "generate",
        "--config=" + run.config(),
        "--lora=" + run.adapter(),
        "--reference=" + run.file("pictures/source0.png"),
        "--subject=star",
        "--prompt=a star moves left on the grass",
        "--output=" + run.file("star.mp4"),
        "--frames-dir=" + run.file("frames"));
    try (Stream<Path> files = Files.walk(run.folder())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*(/logs/|tfevents|/[.]lock).*"))
          .collect(
              Collectors.toMap(
                  file -> run.folder().relativize(file).toString(),
                  file -> content(file, run.folder()),
                  (one, other) -> one,
                  TreeMap::new));
    }
  }

  private static void command(List<String> language, String... arguments) throws Exception {
    Program program = Program.start(List.of(), language, arguments);
    assertEquals(0, program.code(), program.output());
  }

  /** A file's text without times, memory, its own place and checksum; of other files the digest. */
  private static String content(Path file, Path folder) {
    try {
      if (!file.toString().matches(".*\\.(jsonl?|ya?ml|html|txt)")) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
      }
      if (file.endsWith("report.html")) {
        // It draws times and memory: of it, only the digits are compared.
        return "other digits: " + OTHER_DIGITS.matcher(Files.readString(file)).find();
      }
      return Files.readString(file)
          .replace(folder.toString(), "")
          .replaceAll("\"\\w*(seconds|_mb|own_checksum)\\w*\" ?: ?[^,}]*", "");
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
