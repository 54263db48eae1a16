package org.sdvgen.runtime.io;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forces files and folders to the disk (fsync), as far as their drive can: some network drives and
 * USB sticks refuse to force folders, or anything. A request that a drive cannot serve at all is
 * skipped, and {@link #limits} says it; where it has worked once, or works for an empty file, a
 * failure is one.
 */
public final class Forcing {
  /** Drives on which something was forced, by what it was. */
  private static final Set<Drive> ABLE = ConcurrentHashMap.newKeySet();

  private Forcing() {}

  /**
   * Forces a file's content.
   *
   * @param file the file
   * @throws IOException if it cannot be forced although its drive can do so
   */
  public static void file(Path file) throws IOException {
    force(Kind.FILE, file, folderOf(file));
  }

  /**
   * Forces what was written through a channel.
   *
   * @param channel open for writing
   * @param file the file that it writes
   * @throws IOException if it cannot be forced although the file's drive can do so
   */
  public static void channel(FileChannel channel, Path file) throws IOException {
    force(Kind.FILE, folderOf(file), () -> channel.force(false));
  }

  /**
   * Forces a folder's entries, where the system lets a folder be opened (not on Windows).
   *
   * @param folder the folder
   * @throws IOException if it cannot be forced although its drive can do so
   */
  public static void folder(Path folder) throws IOException {
    if (opensFolders(folder)) {
      force(Kind.FOLDER, folder, folder);
    }
  }

  /**
   * Determines the limits of a folder's drive.
   *
   * @param folder a folder to write into
   * @return sentences for the user; none if it can do everything
   */
  public static List<String> limits(Path folder) {
    List<String> limits = new ArrayList<>();
    failure(Kind.FILE, folder)
        .ifPresent(
            reason ->
                limits.add(
                    "%s: this drive cannot force files to the disk (%s): after a power cut files may be damaged; if the program alone ends, nothing is lost"
                        .formatted(folder, reason)));
    if (opensFolders(folder)) {
      failure(Kind.FOLDER, folder)
          .ifPresent(
              reason ->
                  limits.add(
                      "%s: this drive cannot force folders to the disk (%s): after a power cut the newest files may be missing; if the program alone ends, nothing is lost"
                          .formatted(folder, reason)));
    }
    return limits;
  }

  private static boolean opensFolders(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static Path folderOf(Path file) {
    return file.toAbsolutePath().resolveSibling("");
  }

  private static void force(Kind kind, Path path, Path folder) throws IOException {
    force(
        kind,
        folder,
        () -> {
          try (FileChannel channel = FileChannel.open(path, kind.mode)) {
            channel.force(true);
          }
        });
  }

  private static void force(Kind kind, Path folder, Work work) throws IOException {
    Drive drive = Drive.of(kind, folder);
    try {
      work.run();
      ABLE.add(drive);
    } catch (ClosedChannelException e) {
      // An interrupt says nothing about the drive.
      throw e;
    } catch (IOException e) {
      if (ABLE.contains(drive) || failure(kind, folder).isEmpty()) {
        throw e;
      }
    }
  }

  /** Why an empty file or folder cannot be forced either; empty if it can. */
  private static Optional<String> failure(Kind kind, Path folder) {
    Path trial = folder.resolve(kind.trial + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      if (kind == Kind.FILE) {
        Files.write(trial, new byte[1]);
      } else {
        Files.createDirectories(trial);
      }
      try (FileChannel channel = FileChannel.open(trial, kind.mode)) {
        channel.force(true);
        return Optional.empty();
      } finally {
        Files.delete(trial);
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private enum Kind {
    FILE(".force-file", StandardOpenOption.WRITE),
    FOLDER(".force-folder", StandardOpenOption.READ);

    private final String trial;
    private final StandardOpenOption mode;

    Kind(String trial, StandardOpenOption mode) {
      this.trial = trial;
      this.mode = mode;
    }
  }

  /**
   * A drive, and what is forced on it.
   *
   * @param kind files or folders
   * @param device distinguishes drives
   */
  private record Drive(Kind kind, Object device) {
    static Drive of(Kind kind, Path folder) throws IOException {
      try {
        return new Drive(kind, Files.getAttribute(folder, "unix:dev"));
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        // Other systems tell drives apart by the roots of their paths.
        return new Drive(kind, List.of(folder.getFileSystem(), folder.toAbsolutePath().getRoot()));
      }
    }
  }
}
