package org.sdvgen.data.pairs;

import java.util.List;
import java.util.Locale;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.parquet.ParquetFile;

/**
 * The texts of one file of Subjects200K, by column and row; a missing value is an empty text.
 *
 * @param items names of the subjects
 * @param left descriptions of the left pictures
 * @param right descriptions of the right pictures
 * @param collections part of the data set of each row
 * @param valid whether the descriptions fit: {@code true} or {@code false}
 * @param quality three assessments from 0 to 5, each a column
 */
record CompositeTable(
    List<String> items,
    List<String> left,
    List<String> right,
    List<String> collections,
    List<String> valid,
    List<List<String>> quality) {
  /** The column of the encoded pictures. */
  static final String PICTURES = "image.bytes";

  private static final List<String> QUALITY =
      List.of(
          "quality_assessment.compositeStructure",
          "quality_assessment.objectConsistency",
          "quality_assessment.imageQuality");

  /** Reads all texts of a file; the pictures stay where they are. */
  static CompositeTable read(ParquetFile file) {
    return new CompositeTable(
        column(file, "description.item"),
        column(file, "description.description_0"),
        column(file, "description.description_1"),
        column(file, "collection"),
        column(file, "description.description_valid"),
        QUALITY.stream().map(name -> column(file, name)).toList());
  }

  private static List<String> column(ParquetFile file, String name) {
    List<String> texts = file.texts(name);
    if (texts.size() != file.rows()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: this Parquet file is damaged: its column %s has %d rows of %d",
              file.file(),
              name,
              texts.size(),
              file.rows()));
    }
    return texts;
  }

  int rows() {
    return items.size();
  }

  /** The description of one of the halves. */
  String description(int row, CompositeHalf half) {
    return (half == CompositeHalf.LEFT ? left : right).get(row);
  }

  /** The lowest assessment of a row; 0 if one was not made. */
  double lowestQuality(int row) {
    return quality.stream()
        .map(column -> column.get(row))
        .mapToDouble(CompositeTable::assessment)
        .min()
        .orElse(0);
  }

  private static double assessment(String text) {
    try {
      return text.isEmpty() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InputException("the assessment \"" + text + "\" is no number", e);
    }
  }
}
