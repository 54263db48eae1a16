package org.sdvgen.data.pairs;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.ReadLog;
import org.sdvgen.data.files.SampleCollector;
import org.sdvgen.data.files.SampleFiles;
import org.sdvgen.data.files.Samples;
import org.sdvgen.data.files.UnusableSamples;
import org.sdvgen.runtime.io.FileNames;
import org.sdvgen.runtime.io.GitLfs;
import org.sdvgen.runtime.media.PictureFile;

/** Collects pairs of picture files and checks them as thoroughly as the settings say. */
final class PairListing {
  private final SubjectPairsSettings settings;
  private final Path folder;
  private final SubjectMark marks;
  private final UnusableSamples unusable = new UnusableSamples();
  private final SampleCollector<PairEntry, PairEntry> pairs =
      new SampleCollector<>(this::checked, unusable);

  /**
   * An empty listing.
   *
   * @param settings thoroughness of checks, and columns
   * @param folder base of relative file names
   */
  PairListing(SubjectPairsSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
    marks = new SubjectMark(settings);
  }

  void add(PairEntry entry) {
    if (marks.accepts(entry.where(), entry.prompt(), entry.subject(), unusable)) {
      pairs.add(entry);
    }
  }

  void leaveOut(String reason) {
    unusable.add(reason);
  }

  void passOver(String sentence) {
    unusable.passOver(sentence);
  }

  /**
   * Ends the listing.
   *
   * @throws InputException if prompts without their subject refuse the data set, or if nothing can
   *     be used
   */
  DataSource finish(Notices notices) {
    List<PairEntry> entries = pairs.finish();
    marks.finish(entries.size(), unusable, notices);
    return new Samples<>(SubjectPair.class, entries, this::pair);
  }

  private PairEntry checked(PairEntry entry) {
    try {
      check(picture(entry.source()));
      check(picture(entry.target()));
      return entry;
    } catch (InputException e) {
      throw new InputException(entry.where() + ": " + e.getMessage(), e);
    }
  }

  private void check(PictureFile picture) {
    GitLfs.refusePointer(picture.file());
    switch (settings.check()) {
      case EXISTS -> SampleFiles.require(picture.file());
      case HEADER -> picture.probe();
      case CONTENT -> picture.readWhole();
    }
  }

  private SubjectPair pair(PairEntry entry) {
    return new SubjectPair(
        entry.where(),
        picture(entry.source()),
        picture(entry.target()),
        entry.prompt(),
        entry.subject());
  }

  private PictureFile picture(String name) {
    return new PictureFile(FileNames.resolve(folder, name), ReadLog.INSTANCE);
  }
}
