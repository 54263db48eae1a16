package org.sdvgen.testkit.damage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Damages the files of a model's folder, one after the other. */
public final class ModelFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFiles() {}

  /**
   * Tries every configuration as text and as JSON, and every header of weights.
   *
   * @param trial counts
   * @param model the folder, which is whole again afterwards
   * @param cases number of cases for each file
   * @param others names of files that are tried elsewhere
   * @param reader opens the model
   */
  public static void tryAll(
      DamageTrial trial, Path model, int cases, List<String> others, DamageTrial.Reader reader)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(model)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !others.contains(file.getFileName().toString()))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      String name = model.relativize(file).toString();
      byte[] whole = Files.readAllBytes(file);
      if (name.endsWith(".json")) {
        JsonNode json = JSON.readTree(whole);
        trial.run(
            name + " values",
            cases,
            damage -> Files.write(file, JSON.writeValueAsBytes(damage.json(json))),
            reader);
        trial.run(name + " text", cases, DamageTrial.text(file, whole), reader);
      } else if (name.endsWith(".safetensors")) {
        trial.run(
            name, cases, damage -> Files.write(file, withDamagedHeader(whole, damage)), reader);
      }
      Files.write(file, whole);
    }
  }

  /** Returns safetensors whose header is damaged as text; what announces its length is mended. */
  public static byte[] withDamagedHeader(byte[] whole, Damage damage) {
    ByteBuffer all = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) all.getLong(0);
    byte[] header = damage.text(Arrays.copyOfRange(whole, Long.BYTES, Long.BYTES + length));
    ByteBuffer damaged =
        ByteBuffer.allocate(whole.length - length + header.length).order(ByteOrder.LITTLE_ENDIAN);
    damaged.putLong(header.length).put(header);
    damaged.put(whole, Long.BYTES + length, whole.length - length - Long.BYTES);
    return damaged.array();
  }
}
