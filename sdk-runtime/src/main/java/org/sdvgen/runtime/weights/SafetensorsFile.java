package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.FileState;
import org.sdvgen.runtime.io.GitLfs;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;

/**
 * One safetensors file, of which tensors are read piece by piece; tensors and files may exceed 2
 * GB. The file is not mapped: reading beyond the end of a mapped one would end the process.
 */
public final class SafetensorsFile implements WeightSource {
  /** Bytes read at a time; a multiple of every element size. */
  private static final long PIECE = 16L << 20;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final Optional<FileState> opened;

  private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
    opened = FileState.of(file);
  }

  /**
   * Opens a file and checks its header.
   *
   * @param file the file
   * @return the open file; the caller closes it
   * @throws InputException if it is absent, unreadable, cut short or malformed
   */
  public static SafetensorsFile open(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder: expected a safetensors file");
    }
    try {
      GitLfs.refusePointer(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new SafetensorsFile(file, channel, SafetensorsHeader.read(file, channel));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file + " does not exist", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputException unreadable(Path file, IOException e) {
    return new InputException(file + " cannot be read: " + e, e);
  }

  @Override
  public String description() {
    return file.toString();
  }

  @Override
  public Map<String, TensorEntry> entries() {
    return header.tensors();
  }

  @Override
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public NDArray read(NDManager results, String name, Precision precision) {
    return read(results, name, TensorLookup.entry(this, name), precision.scalarType());
  }

  @Override
  public NDArray readAsStored(NDManager results, String name) {
    TensorEntry entry = TensorLookup.entry(this, name);
    return read(results, name, entry, entry.type().scalarType());
  }

  @Override
  public ByteBuffer storedBytes(String name, long start, int count) {
    TensorEntry entry = TensorLookup.entry(this, name);
    if (start < 0 || start + count > entry.end() - entry.begin()) {
      throw new IllegalArgumentException("bytes beyond the end of " + name);
    }
    ByteBuffer bytes = ByteBuffer.allocate(count);
    read(name, entry.begin() + start, bytes);
    return bytes.flip();
  }

  private NDArray read(NDManager results, String name, TensorEntry entry, int scalarType) {
    NDArray tensor = Tensors.empty(results, entry.shape(), scalarType);
    long size = entry.end() - entry.begin();
    try (NDManager scratch = results.newSubManager(Devices.cpu())) {
      ByteBuffer piece = Tensors.bytes(scratch, Math.toIntExact(Math.min(PIECE, size)));
      for (long at = 0; at < size; at += PIECE) {
        piece.clear().limit(Math.toIntExact(Math.min(PIECE, size - at)));
        read(name, entry.begin() + at, piece);
        long start = at / entry.type().bytes();
        Tensors.fill(tensor, start, piece.flip(), entry.type().scalarType());
      }
      requireUnchanged(name);
      return tensor;
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
  }

  /** Fills a buffer up to its limit with the file's bytes from a position on. */
  private void read(String name, long position, ByteBuffer bytes) {
    long at = position;
    try {
      while (bytes.hasRemaining()) {
        int count = channel.read(bytes, at);
        if (count < 0) {
          throw new InputException(
              "%s: tensor %s cannot be read: the file was cut short after it was opened; fetch it again"
                  .formatted(file, name));
        }
        at += count;
      }
    } catch (IOException e) {
      throw new InputException("%s: tensor %s cannot be read: %s".formatted(file, name, e), e);
    }
  }

  /** What was read from a file that is being written to may be of either content, or of both. */
  private void requireUnchanged(String name) {
    Optional<FileState> now = FileState.of(file);
    if (now.isPresent() && opened.isPresent() && now.get().isRewritten(opened.get())) {
      throw new InputException(
          "%s: tensor %s cannot be read: the file was written to after it was opened; leave files of a model that is in use as they are, and start again"
              .formatted(file, name));
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
