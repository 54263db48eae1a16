package org.sdvgen.data.tar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.sdvgen.api.error.InputException;

/** Lists an archive; contents are read later, from their places in it. */
public final class TarShard {
  private TarShard() {}

  /**
   * Lists the samples of an archive.
   *
   * @param archive a tar file, not compressed
   * @return the samples in the order of the archive
   * @throws InputException if it is none, or cut off
   */
  public static List<TarSample> read(Path archive) {
    Map<String, Map<String, TarPart>> byKey = new LinkedHashMap<>();
    try (TarFile tar = new TarFile(archive)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (entry.isFile() && !entry.isSparse()) {
          add(archive, entry, byKey);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "%s: this tar archive cannot be read: %s; compressed ones have to be unpacked"
              .formatted(archive, e.getMessage()),
          e);
    }
    List<TarSample> samples = new ArrayList<>();
    byKey.forEach(
        (key, parts) -> samples.add(new TarSample(archive.getFileName() + "/" + key, parts)));
    return samples;
  }

  private static void add(
      Path archive, TarArchiveEntry entry, Map<String, Map<String, TarPart>> byKey) {
    String name = entry.getName();
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    if (dot > 0) {
      byKey
          .computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>())
          .put(
              name.substring(dot + 1).toLowerCase(Locale.ROOT),
              new TarPart(archive, name, entry.getDataOffset(), entry.getSize()));
    }
  }
}
