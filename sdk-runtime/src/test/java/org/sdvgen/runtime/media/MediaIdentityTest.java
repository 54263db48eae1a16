package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;

/** What tells a picture or video from another in its place. */
final class MediaIdentityTest {
  private static final Notices NOBODY = message -> {};

  @TempDir private Path folder;

  private Path file(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.write(file, content);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  private static List<String> identities(Path file) {
    return List.of(
        new PictureFile(file, NOBODY).identity(true), new VideoFile(file, NOBODY).identity(true));
  }

  @Test
  void movingChangesNothing() throws IOException {
    Path file = file("a.png", noise(3000));
    Path copy = file("elsewhere/a.png", noise(3000));
    assertEquals(identities(file), identities(copy));
  }

  @Test
  void nameAndLengthCountWithoutALookInside() throws IOException {
    PictureFile picture = new PictureFile(file("a.png", noise(3000)), NOBODY);
    assertEquals("a.png, 3000 bytes", picture.identity(false));
    Path renamed = Files.move(folder.resolve("a.png"), folder.resolve("b.png"));
    assertEquals("b.png, 3000 bytes", new PictureFile(renamed, NOBODY).identity(false));
  }

  @Test
  void everyByteOfASmallFileCounts() throws IOException {
    Path file = file("a.png", noise(500));
    List<String> whole = identities(file);
    for (int i = 0; i < 500; i++) {
      byte[] changed = noise(500);
      changed[i]++;
      Files.write(file, changed);
      assertNotEquals(whole.get(0), identities(file).get(0));
      assertNotEquals(whole.get(1), identities(file).get(1));
    }
  }

  @Test
  void ofALargeFileBothEndsAndPlacesBetweenCount() throws IOException {
    int length = 1_000_003;
    Path file = file("a.mp4", noise(length));
    List<String> whole = identities(file);
    for (int at : List.of(0, length / 3, length * 2 / 3, length - 1)) {
      byte[] changed = noise(length);
      changed[at]++;
      Files.write(file, changed);
      assertNotEquals(whole, identities(file));
    }
  }

  @Test
  void ofAnArchiveOnlyTheEntryCounts() throws IOException {
    Path archive = file("a.tar", noise(2000));
    String whole = within(archive);
    for (int at : List.of(0, 499, 800, 1999)) {
      byte[] changed = noise(2000);
      changed[at]++;
      Files.write(archive, changed);
      assertEquals(whole, within(archive));
    }
    for (int at : List.of(500, 799)) {
      byte[] changed = noise(2000);
      changed[at]++;
      Files.write(archive, changed);
      assertNotEquals(whole, within(archive));
    }
  }

  private static String within(Path archive) {
    return VideoFile.within(archive, "a.tar/x.mp4", 500, 300, NOBODY).identity(true);
  }

  @Test
  void bytesInATableCount() {
    PictureBytes picture = bytes("90 bytes", noise(20));
    assertEquals("row 1, 90 bytes", picture.identity(false));
    assertNotEquals(picture.identity(true), bytes("90 bytes", noise(21)).identity(true));
    assertNotEquals(picture.identity(false), bytes("91 bytes", noise(20)).identity(false));
  }

  private static PictureBytes bytes(String origin, byte[] content) {
    return new PictureBytes(
        "row 1", origin, () -> content, UnaryOperator.identity(), OptionalDouble.empty(), NOBODY);
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("gone.png");
    InputException error = assertThrows(InputException.class, () -> identities(missing));
    assertTrue(String.valueOf(error.getMessage()).contains("gone.png"), error.getMessage());
  }
}
