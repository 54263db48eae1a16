package org.sdvgen.testkit.damage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages the contents of files in a few places, the same way for the same seed. */
public final class Damage {
  private static final int MOST_PLACES = 4;
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    255,
    256,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> WORDS =
      List.of(
          "",
          "-1",
          "0",
          "99999999999999999999",
          "1e999",
          "NaN",
          "-0.0",
          "null",
          "true",
          "\\u12",
          "\\",
          "\"",
          "'",
          "{",
          "}",
          "[",
          "]",
          "<",
          ">",
          "&",
          "&amp",
          "*a",
          "&a",
          "<<: *a",
          ":",
          ",",
          "\n",
          "\r",
          "\t",
          "\0",
          "\u2028",
          "\uFEFF",
          "é",
          "日本語",
          "%s",
          "${a}",
          "<!--",
          "]]>");

  private final Random random;

  /** A stream of damage that only the seed decides. */
  public Damage(long seed) {
    random = new Random(seed);
  }

  /** Returns a damaged copy of bytes: flipped, cut off, removed, repeated, extreme or foreign. */
  public byte[] bytes(byte[] whole) {
    byte[] damaged = whole.clone();
    for (int places = 1 + random.nextInt(MOST_PLACES); places > 0; places--) {
      damaged = once(damaged);
    }
    return damaged;
  }

  /** Returns a copy with some bytes changed in their places: nothing moves and lengths hold. */
  public byte[] inPlace(byte[] whole) {
    byte[] damaged = whole.clone();
    for (int places = 1 + random.nextInt(MOST_PLACES); places > 0; places--) {
      overwrite(damaged);
    }
    return damaged;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int until = Math.min(bytes.length, at + 1 + random.nextInt(64));
    byte[] block = Arrays.copyOfRange(bytes, at, until);
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> join(bytes, at, new byte[0], until);
      case 2 -> join(bytes, at, block, at);
      case 3 -> {
        random.nextBytes(block);
        yield join(bytes, at, block, at);
      }
      default -> {
        overwrite(bytes);
        yield bytes;
      }
    };
  }

  private void overwrite(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 ->
          Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(64)), (byte) 0);
      default -> {
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        int width = 1 << random.nextInt(4);
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < width && at + i < bytes.length; i++) {
          bytes[at + i] = (byte) (value >> (8 * (bigEndian ? width - 1 - i : i)));
        }
      }
    }
  }

  private static byte[] join(byte[] bytes, int until, byte[] between, int from) {
    byte[] joined = Arrays.copyOf(bytes, until + between.length + bytes.length - from);
    System.arraycopy(between, 0, joined, until, between.length);
    System.arraycopy(bytes, from, joined, until + between.length, bytes.length - from);
    return joined;
  }

  /** Returns a damaged copy of a text: as bytes, or by words that mean something to formats. */
  public byte[] text(byte[] whole) {
    if (random.nextInt(3) == 0) {
      return bytes(whole);
    }
    StringBuilder text = new StringBuilder(new String(whole, StandardCharsets.UTF_8));
    for (int places = 1 + random.nextInt(MOST_PLACES); places > 0; places--) {
      int at = random.nextInt(text.length() + 1);
      int until = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.replace(at, until, WORDS.get(random.nextInt(WORDS.size())));
        case 1 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        case 2 -> number(text, at);
        default -> {
          int line = text.lastIndexOf("\n", at) + 1;
          int end = text.indexOf("\n", line);
          text.insert(line, end < 0 ? text.substring(line) : text.substring(line, end + 1));
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Puts an extreme where the next number stands. */
  private void number(StringBuilder text, int from) {
    int start = from;
    while (start < text.length() && !Character.isDigit(text.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    text.replace(start, end, extreme());
  }

  private String extreme() {
    return random.nextBoolean()
        ? String.valueOf(EXTREMES[random.nextInt(EXTREMES.length)])
        : WORDS.get(1 + random.nextInt(6));
  }

  /** Returns a damaged copy of JSON that is JSON still: values of other kinds, more, or fewer. */
  public JsonNode json(JsonNode whole) {
    JsonNode damaged = whole.deepCopy();
    for (int places = 1 + random.nextInt(MOST_PLACES); places > 0; places--) {
      List<JsonNode> containers = new ArrayList<>();
      collect(damaged, containers);
      if (!containers.isEmpty()) {
        change(containers.get(random.nextInt(containers.size())));
      }
    }
    return damaged;
  }

  /** Long lists are one choice among others, and so are their first elements. */
  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && !node.isEmpty()) {
      containers.add(node);
      int looked = 0;
      for (JsonNode child : node) {
        if (looked++ < 40) {
          collect(child, containers);
        }
      }
    }
  }

  private void change(JsonNode container) {
    if (container instanceof ArrayNode list) {
      int at = random.nextInt(list.size());
      switch (random.nextInt(3)) {
        case 0 -> list.remove(at);
        case 1 -> list.insert(at, list.get(random.nextInt(list.size())).deepCopy());
        default -> list.set(at, other(list.get(at)));
      }
    } else if (container instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      String key = keys.get(random.nextInt(keys.size()));
      JsonNode value = object.path(key);
      switch (random.nextInt(5)) {
        case 0 -> object.remove(key);
        case 1 -> object.set(keys.get(random.nextInt(keys.size())), value.deepCopy());
        default -> object.set(key, other(value));
      }
    }
  }

  private JsonNode other(JsonNode value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(8)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(EXTREMES[random.nextInt(EXTREMES.length)]);
      case 3 -> nodes.numberNode(random.nextGaussian() * 1e30);
      case 4 -> nodes.textNode(WORDS.get(random.nextInt(WORDS.size())));
      case 5 -> nodes.arrayNode().add(value.deepCopy());
      default ->
          value.isNumber()
              ? nodes.numberNode(value.asLong() + random.nextInt(3) - 1)
              : nodes.textNode(
                  new String(
                      bytes(value.asText().getBytes(StandardCharsets.UTF_8)),
                      StandardCharsets.UTF_8));
    };
  }
}
