package org.sdvgen.data.tar;

import static org.sdvgen.data.files.FolderFiles.listed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.GitLfs;

/** Lists an archive; contents are read later, in place. */
public final class TarShard {
  private final Path archive;
  private final Map<String, Map<String, TarPart>> byKey = new LinkedHashMap<>();
  private final List<String> links = new ArrayList<>();
  private final List<String> withoutEnding = new ArrayList<>();
  private final List<String> twice = new ArrayList<>();

  private TarShard(Path archive) {
    this.archive = archive;
  }

  /**
   * Lists the samples of an archive.
   *
   * @param archive a tar file, not compressed
   * @param passedOver takes sentences about files that are no part of a sample
   * @return the samples in the order of the archive
   * @throws InputException if it is none, or cut off
   */
  public static List<TarSample> read(Path archive, Consumer<String> passedOver) {
    GitLfs.refusePointer(archive);
    TarShard shard = new TarShard(archive);
    try (TarFile tar = new TarFile(archive)) {
      tar.getEntries().forEach(shard::sort);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "%s: this tar archive cannot be read: %s; compressed ones have to be unpacked"
              .formatted(archive, e.getMessage()),
          e);
    }
    shard.say(passedOver);
    List<TarSample> samples = new ArrayList<>();
    shard.byKey.forEach(
        (key, parts) -> samples.add(new TarSample(archive.getFileName() + "/" + key, parts)));
    return samples;
  }

  private void sort(TarArchiveEntry entry) {
    String name = entry.getName();
    int base = name.lastIndexOf('/') + 1;
    int dot = name.indexOf('.', base);
    if (entry.isDirectory() || dot == base) {
      return; // what systems hide
    }
    if (!entry.isFile() || entry.isSparse() || entry.isLink() || entry.isSymbolicLink()) {
      links.add(name);
    } else if (dot < 0) {
      withoutEnding.add(name);
    } else {
      TarPart before =
          byKey
              .computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>())
              .put(
                  name.substring(dot + 1).toLowerCase(Locale.ROOT),
                  new TarPart(archive, name, entry.getDataOffset(), entry.getSize()));
      if (before != null) {
        twice.add(name);
      }
    }
  }

  private void say(Consumer<String> passedOver) {
    if (!links.isEmpty()) {
      passedOver.accept(
          archive + ": skipped because they are links or have holes: " + listed(links));
    }
    if (!withoutEnding.isEmpty()) {
      passedOver.accept(
          archive + ": skipped because they have no ending: " + listed(withoutEnding));
    }
    if (!twice.isEmpty()) {
      passedOver.accept(
          archive + ": these are in it more than once, the last ones are read: " + listed(twice));
    }
  }
}
