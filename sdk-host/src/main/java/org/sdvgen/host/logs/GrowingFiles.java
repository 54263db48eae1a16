package org.sdvgen.host.logs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;

/**
 * The files of an output directory that grow during training, as {@code metrics.jsonl} does. They
 * end where the run does: when it is resumed, each is cut back to what it held when the checkpoint
 * was written, and a checkpoint that counts on them forces them to the disk.
 *
 * <p>A new file joins by {@link #open} with its {@link RecordFormat}; nothing else is needed. Its
 * records must carry a step: s for what is written when s steps have been taken and the checkpoint
 * of step s, if there is one, is already there. Such a record is written again by the run that
 * resumes from that checkpoint, and those with lower steps are not.
 */
public final class GrowingFiles implements Restorable, AutoCloseable {
  private final Path outputDir;
  private final List<GrowingFile> files = new ArrayList<>();

  /**
   * No files yet.
   *
   * @param outputDir the output directory
   */
  public GrowingFiles(Path outputDir) {
    this.outputDir = outputDir;
  }

  /**
   * The output directory.
   *
   * @return where the files are
   */
  public Path outputDir() {
    return outputDir;
  }

  /**
   * Whether an earlier run has left a file, which is then to be opened even if nothing will be
   * written, so that it is cut back.
   *
   * @param name its name in the output directory
   * @return whether it is there
   */
  public boolean exists(String name) {
    return Files.exists(outputDir.resolve(name));
  }

  /**
   * Opens a file, to be cut back before anything is added to it.
   *
   * @param name its name in the output directory; made if it is not there
   * @param format tells its records' steps
   * @return the file, which is closed with the others
   * @throws org.sdvgen.api.error.InputException if it cannot be read or written
   */
  GrowingFile open(String name, RecordFormat format) {
    GrowingFile file = GrowingFile.open(outputDir.resolve(name), format);
    files.add(file);
    return file;
  }

  /** Forces everything written to the disk, since the checkpoint counts on it. */
  @Override
  public void save(Draft checkpoint) {
    files.forEach(GrowingFile::force);
  }

  /** The files lie beside the checkpoints: those that are there are cut back. */
  @Override
  public void load(ResumePoint checkpoint) {}

  @Override
  public void cutBack(long firstStep) {
    files.forEach(file -> file.cutBack(firstStep));
  }

  @Override
  public void close() {
    files.forEach(GrowingFile::close);
  }
}
