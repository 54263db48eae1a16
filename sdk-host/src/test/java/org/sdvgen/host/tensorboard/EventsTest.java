package org.sdvgen.host.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.media.ImageWriter;
import org.sdvgen.runtime.media.RgbImage;

/** Records of event files, byte by byte. */
final class EventsTest {
  private final Events events = new Events(() -> Instant.ofEpochSecond(1));

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void sumIsThatOfTensorFlow() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    // CRC-32C's check value is E3069283: turned right by 15 bits, plus A282EAD8.
    assertEquals(
        ((0xE3069283 >>> 15) | (0xE3069283 << 17)) + 0xA282EAD8,
        TfRecord.maskedSum(digits, 0, digits.length));
  }

  @Test
  void scalarIsTheRecordWorkedOutByHand() {
    String event =
        "09"
            + "000000000000f03f" // wall_time: 1.0
            + "10"
            + "ac02" // step: 300
            + "2a0a" // summary
            + "0a08" // value
            + "0a0161" // tag: "a"
            + "150000003f"; // simple_value: 0.5
    assertEquals(
        "1800000000000000" + "a37f4b22" + event + "48e05525",
        hex(events.scalars(300, Map.of("a", 0.5))));
  }

  @Test
  void figuresThatAreNotFiniteAreLeftOut() {
    assertEquals(hex(events.scalars(3, Map.of())), hex(events.scalars(3, Map.of("a", Double.NaN))));
  }

  @Test
  void pictureHasItsSizeFromThePng() {
    byte[] png = ImageWriter.png(new RgbImage(3, 2, new byte[18]));
    byte[] record = events.image(0, "p", new PngPicture(png));
    String head = "0a0170" + "22"; // tag: "p", image
    String size = "0802" + "1003" + "1803" + "22"; // height: 2, width: 3, RGB, the file
    String found = hex(Arrays.copyOf(record, 40));
    assertTrue(found.contains(head) && found.contains(size), found);
  }

  @Test
  void stepsToBeTakenAgainAreFound() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(events.version());
    file.writeBytes(events.scalars(0, Map.of("a", 1.0)));
    file.writeBytes(events.scalars(299, Map.of("a", 2.0)));
    int before = file.size();
    file.writeBytes(events.scalars(300, Map.of("a", 3.0)));
    byte[] whole = file.toByteArray();
    assertEquals(before, lengthBefore(whole, 300));
    assertEquals(whole.length, lengthBefore(whole, 301));
    assertEquals(0, lengthBefore(whole, 0), "the version belongs to no step of another run");
    for (int length = before; length < whole.length; length++) {
      assertEquals(before, lengthBefore(Arrays.copyOf(whole, length), 301), "cut at " + length);
    }
    whole[before + 20] ^= 1;
    assertEquals(before, lengthBefore(whole, 301), "a damaged record");
  }

  private static long lengthBefore(byte[] file, long step) throws IOException {
    return EventScan.lengthBefore(new ByteArrayInputStream(file), step);
  }
}
