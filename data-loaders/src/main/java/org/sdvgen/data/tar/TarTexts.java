package org.sdvgen.data.tar;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.Row;
import org.sdvgen.data.files.Table;
import org.sdvgen.data.files.TextLines;

/** The words of a sample in an archive: its {@code json} file, and its {@code txt} file. */
public final class TarTexts {
  private TarTexts() {}

  /**
   * Reads them as a row of a metadata file, so that columns go by the same names.
   *
   * @param sample the sample
   * @return the fields of {@code x.json}, and {@code x.txt} as the column {@code text}
   * @throws InputException if there is neither, or the json file is none
   */
  public static Row row(TarSample sample) {
    Map<String, String> values = new LinkedHashMap<>();
    Optional<TarPart> json = sample.find(List.of("json"));
    Optional<TarPart> caption = sample.find(List.of("txt"));
    if (json.isEmpty() && caption.isEmpty()) {
      throw new InputException("there is neither a .txt nor a .json beside it that has its words");
    }
    json.ifPresent(part -> values.putAll(Table.object(part.name(), text(part))));
    caption.ifPresent(part -> values.put("text", text(part).strip()));
    return new Row(Path.of(sample.where()), 1, values);
  }

  private static String text(TarPart part) {
    return TextLines.decode(part.toString(), part.read());
  }
}
