package org.sdvgen.data.pairs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.ReadLog;
import org.sdvgen.data.files.Samples;
import org.sdvgen.data.files.UnusableSamples;
import org.sdvgen.data.parquet.BinaryColumn;
import org.sdvgen.data.parquet.ParquetFile;
import org.sdvgen.runtime.io.Checksum;
import org.sdvgen.runtime.media.PictureBytes;

/**
 * Pairs of Subjects200K as it is published: Parquet files in which a row has both pictures of a
 * subject in one, their descriptions, and assessments of their quality. Each half may be the
 * target.
 */
final class Subjects200k {
  private static final OptionalDouble SQUARE = OptionalDouble.of(1);

  private final SubjectPairsSettings settings;
  private final SubjectMark marks;
  private final UnusableSamples unusable = new UnusableSamples();
  private final Map<String, Long> filtered = new LinkedHashMap<>();
  private final List<CompositeEntry> entries = new ArrayList<>();
  private final List<Shard> shards = new ArrayList<>();

  private Subjects200k(SubjectPairsSettings settings) {
    this.settings = settings;
    marks = new SubjectMark(settings);
  }

  /**
   * Lists the pairs.
   *
   * @param files the shards in their order, at least one
   * @throws InputException if a file is no such shard or nothing can be used
   */
  static DataSource open(SubjectPairsSettings settings, List<Path> files, Notices notices) {
    Subjects200k source = new Subjects200k(settings);
    files.forEach(source::add);
    source.filtered.forEach(
        (reason, rows) ->
            notices.say(String.format(Locale.ROOT, "skipped: %d pictures: %s", rows, reason)));
    source.marks.finish(source.entries.size(), source.unusable, notices);
    return new Samples<>(SubjectPair.class, source.entries, source::pair);
  }

  private void add(Path path) {
    ParquetFile file = ParquetFile.open(path);
    CompositeTable table = CompositeTable.read(file);
    Shard shard = new Shard(path, file.binary(CompositeTable.PICTURES), origin(path));
    if (shard.pictures().rows() != table.rows()) {
      throw new InputException(path + ": this Parquet file is damaged: rows have no pictures");
    }
    shards.add(shard);
    BitSet missing = shard.pictures().missing();
    for (int row = 0; row < table.rows(); row++) {
      try {
        sort(shard, table, row, missing.get(row));
      } catch (InputException e) {
        unusable.add("%s row %s: %s".formatted(path.getFileName(), row, e.getMessage()));
      }
    }
  }

  private void sort(Shard shard, CompositeTable table, int row, boolean isMissing) {
    Optional<String> reason = reasonAgainst(table, row);
    if (reason.isPresent()) {
      filtered.merge(reason.get(), 1L, Long::sum);
    } else if (isMissing) {
      throw new InputException("it has no picture");
    } else {
      add(shard, table, row);
    }
  }

  private static String origin(Path file) {
    try {
      long bytes = Files.size(file);
      return bytes + " bytes, " + Checksum.ofSpots(file, 0, bytes);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
  }

  private Optional<String> reasonAgainst(CompositeTable table, int row) {
    if (table.lowestQuality(row) < settings.minQuality()) {
      return Optional.of(
          String.format(
              Locale.ROOT, "an assessment is below min_quality = %.1f", settings.minQuality()));
    }
    if (!settings.collections().isEmpty()
        && !settings.collections().contains(table.collections().get(row))) {
      return Optional.of("of other collections than " + settings.collections());
    }
    return table.valid().get(row).equals("false")
        ? Optional.of("their descriptions are marked as not valid")
        : Optional.empty();
  }

  private void add(Shard shard, CompositeTable table, int row) {
    for (CompositeHalf target : settings.targets().halves()) {
      String where = shard.where(row, target);
      String prompt = table.description(row, target);
      String item = table.items().get(row);
      if (prompt.isBlank() || item.isBlank()) {
        unusable.add(where + ": it has no description, or its subject has no name");
        continue;
      }
      String subject = SubjectName.in(prompt, item);
      if (marks.accepts(where, prompt, subject, unusable)) {
        entries.add(new CompositeEntry(shards.size() - 1, row, target, prompt, subject));
      }
    }
  }

  private SubjectPair pair(CompositeEntry entry) {
    Shard shard = shards.get(entry.shard());
    return new SubjectPair(
        shard.where(entry.row(), entry.target()),
        shard.picture(entry.row(), entry.target().other()),
        shard.picture(entry.row(), entry.target()),
        entry.prompt(),
        entry.subject());
  }

  /**
   * One of the files.
   *
   * @param file its name
   * @param pictures its composite pictures
   * @param origin tells it from another in its place
   */
  private record Shard(Path file, BinaryColumn pictures, String origin) {
    String where(long row, CompositeHalf half) {
      return String.format(
          Locale.ROOT,
          "%s row %d %s",
          file.getFileName(),
          row,
          half.name().toLowerCase(Locale.ROOT));
    }

    PictureBytes picture(long row, CompositeHalf half) {
      String name = where(row, half);
      Supplier<byte[]> bytes =
          () ->
              pictures
                  .read(row)
                  .orElseThrow(() -> new InputException(name + ": the row has no picture"));
      return new PictureBytes(
          name, origin, bytes, whole -> half.of(whole, name), SQUARE, ReadLog.INSTANCE);
    }
  }
}
