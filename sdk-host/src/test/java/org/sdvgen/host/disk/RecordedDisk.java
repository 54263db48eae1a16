package org.sdvgen.host.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A drive that remembers every change in its order, so that what a power cut leaves can be laid out
 * afterwards: what was forced before it is there; of what was not, as much or as little as it
 * pleases. Forcing a file brings its content to the disk and forcing a folder its entries, neither
 * anything else.
 */
public final class RecordedDisk extends Drive {
  private final Path root;
  private final Inode top = new Inode(true);
  private int now;

  /**
   * A drive whose files lie in a folder.
   *
   * @param root an empty folder
   */
  public RecordedDisk(Path root) {
    this.root = root;
  }

  /** The drive's only folder in the beginning. */
  public Path folder() {
    return path(root);
  }

  /** How many changes and forces there were so far. */
  public int moments() {
    return now;
  }

  /** What becomes of changes that were not forced before the power was cut. */
  public enum Unforced {
    /** They are there all the same. */
    KEPT,
    /** They are not; content that was never forced is zeros of the file's length. */
    LOST
  }

  /**
   * Lays out what a power cut leaves.
   *
   * @param moment how many changes and forces there were before it
   * @param contents what becomes of files' contents that were not forced
   * @param entries what becomes of folders' entries that were not forced
   * @param target an empty folder
   */
  public void layOut(int moment, Unforced contents, Unforced entries, Path target)
      throws IOException {
    layOut(top, moment, contents, entries, target);
  }

  private static void layOut(
      Inode folder, int moment, Unforced contents, Unforced entries, Path target)
      throws IOException {
    for (Map.Entry<String, Inode> entry : folder.entriesAt(moment, entries).entrySet()) {
      Path path = target.resolve(entry.getKey());
      if (entry.getValue().isFolder) {
        Files.createDirectory(path);
        layOut(entry.getValue(), moment, contents, entries, path);
      } else {
        Files.write(path, entry.getValue().contentAt(moment, contents));
      }
    }
  }

  private Inode inode(Path path) {
    Inode at = top;
    for (Path name : root.relativize(real(path).toAbsolutePath().normalize())) {
      if (!name.toString().isEmpty()) {
        at = at.child(name.toString());
      }
    }
    return at;
  }

  private Inode folderOf(Path path) {
    return inode(real(path).resolveSibling(""));
  }

  private static String name(Path path) {
    return String.valueOf(real(path).getFileName());
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    super.createDirectory(folder, attributes);
    folderOf(folder).put(++now, name(folder), new Inode(true));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    super.createLink(link, existing);
    folderOf(link).put(++now, name(link), inode(existing));
  }

  @Override
  public void delete(Path path) throws IOException {
    super.delete(path);
    folderOf(path).remove(++now, name(path));
  }

  /** Renames within one folder are one change. */
  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Inode folder = folderOf(source);
    if (folder != folderOf(target)) {
      throw new UnsupportedOperationException("a move from folder to folder");
    }
    Inode moved = inode(source);
    super.move(source, target, options);
    now++;
    folder.remove(now, name(source));
    folder.put(now, name(target), moved);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean made = !Files.exists(real(path));
    FileChannel real = super.newFileChannel(path, options, attributes);
    if (made) {
      folderOf(path).put(++now, name(path), new Inode(false));
    }
    Inode inode = inode(path);
    if (!inode.isFolder && real.size() < inode.length()) {
      inode.truncate(++now, real.size());
    }
    return new Channel(real) {
      @Override
      public int write(ByteBuffer source, long position) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        int written = super.write(source, position);
        inode.write(++now, position, Arrays.copyOf(bytes, written));
        return written;
      }

      @Override
      public FileChannel truncate(long size) throws IOException {
        super.truncate(size);
        inode.truncate(++now, size);
        return this;
      }

      @Override
      public void force(boolean metadata) throws IOException {
        super.force(metadata);
        inode.force(++now);
      }
    };
  }

  /** A file or folder, whatever its names, with all of its states. */
  private static final class Inode {
    private final boolean isFolder;
    private final TreeMap<Integer, byte[]> contents = new TreeMap<>(Map.of(0, new byte[0]));
    private final TreeMap<Integer, Map<String, Inode>> entries = new TreeMap<>(Map.of(0, Map.of()));
    private final List<Integer> forces = new ArrayList<>(List.of(0));

    Inode(boolean isFolder) {
      this.isFolder = isFolder;
    }

    Inode child(String name) {
      Inode child = entries.lastEntry().getValue().get(name);
      if (child == null) {
        throw new IllegalStateException("never written: " + name);
      }
      return child;
    }

    void put(int moment, String name, Inode child) {
      Map<String, Inode> changed = new LinkedHashMap<>(entries.lastEntry().getValue());
      changed.put(name, child);
      entries.put(moment, changed);
    }

    void remove(int moment, String name) {
      Map<String, Inode> changed = new LinkedHashMap<>(entries.lastEntry().getValue());
      changed.remove(name);
      entries.put(moment, changed);
    }

    int length() {
      return contents.lastEntry().getValue().length;
    }

    void write(int moment, long position, byte[] bytes) {
      int start = Math.toIntExact(position);
      byte[] old = contents.lastEntry().getValue();
      byte[] changed = Arrays.copyOf(old, Math.max(old.length, start + bytes.length));
      System.arraycopy(bytes, 0, changed, start, bytes.length);
      contents.put(moment, changed);
    }

    void truncate(int moment, long size) {
      byte[] old = contents.lastEntry().getValue();
      contents.put(moment, Arrays.copyOf(old, (int) Math.min(old.length, size)));
    }

    void force(int moment) {
      forces.add(moment);
    }

    private int safe(int moment) {
      return forces.stream().filter(force -> force <= moment).reduce(0, Math::max);
    }

    Map<String, Inode> entriesAt(int moment, Unforced unforced) {
      return at(entries, unforced == Unforced.KEPT ? moment : safe(moment));
    }

    byte[] contentAt(int moment, Unforced unforced) {
      byte[] written = at(contents, moment);
      if (unforced == Unforced.KEPT) {
        return written;
      }
      return Arrays.copyOf(at(contents, safe(moment)), written.length);
    }

    private static <T> T at(NavigableMap<Integer, T> states, int moment) {
      Map.@Nullable Entry<Integer, T> state = states.floorEntry(moment);
      if (state == null) {
        throw new IllegalStateException("before the beginning: " + moment);
      }
      return state.getValue();
    }
  }
}
