package org.sdvgen.host.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A drive that cannot do everything, as network drives, USB sticks and shared folders. */
public final class PoorDrive extends Drive {
  private final Set<Lack> lacks = EnumSet.noneOf(Lack.class);

  /** What a drive may not be able to do. */
  public enum Lack {
    /** Bring files to the disk. */
    FORCED_FILES,
    /** Bring folders to the disk. */
    FORCED_FOLDERS,
    /** Give a file a second name. */
    LINKS,
    /** Keep other processes out. */
    LOCKS
  }

  /** A drive that lacks something. */
  public PoorDrive(Lack... lacks) {
    this.lacks.addAll(List.of(lacks));
  }

  /** From now on the drive lacks one thing more, as when it fails. */
  public void lose(Lack lack) {
    lacks.add(lack);
  }

  /**
   * A folder's name on this drive.
   *
   * @param real where it lies
   */
  public Path folder(Path real) {
    return path(real);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    if (lacks.contains(Lack.LINKS)) {
      throw new FileSystemException(link.toString(), null, "Operation not permitted");
    }
    super.createLink(link, existing);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    FileChannel real = super.newFileChannel(path, options, attributes);
    Lack forced = Files.isDirectory(real(path)) ? Lack.FORCED_FOLDERS : Lack.FORCED_FILES;
    return new Channel(real) {
      @Override
      public void force(boolean metadata) throws IOException {
        if (lacks.contains(forced)) {
          throw new IOException("Invalid argument");
        }
        super.force(metadata);
      }

      @Override
      public @Nullable FileLock tryLock(long position, long size, boolean shared)
          throws IOException {
        if (lacks.contains(Lack.LOCKS)) {
          throw new IOException("No locks available");
        }
        return super.tryLock(position, size, shared);
      }
    };
  }
}
