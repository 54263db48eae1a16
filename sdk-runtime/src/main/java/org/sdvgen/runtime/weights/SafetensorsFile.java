package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.GitLfs;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;

/** One safetensors file, memory-mapped piece by piece; tensors and files may exceed 2 GB. */
public final class SafetensorsFile implements WeightSource {
  /** Bytes mapped at a time; a multiple of every element size. */
  private static final long PIECE = 256L << 20;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
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

  /** Returns the free text entries of the header. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public NDArray read(NDManager results, String name, Precision precision) {
    return read(results, TensorLookup.entry(this, name), precision.scalarType());
  }

  @Override
  public NDArray readAsStored(NDManager results, String name) {
    TensorEntry entry = TensorLookup.entry(this, name);
    return read(results, entry, entry.type().scalarType());
  }

  @Override
  public ByteBuffer storedBytes(String name, long start, int count) {
    TensorEntry entry = TensorLookup.entry(this, name);
    if (start < 0 || start + count > entry.end() - entry.begin()) {
      throw new IllegalArgumentException("bytes beyond the end of " + name);
    }
    try {
      return channel.map(FileChannel.MapMode.READ_ONLY, entry.begin() + start, count);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private NDArray read(NDManager results, TensorEntry entry, int scalarType) {
    NDArray tensor = Tensors.empty(results, entry.shape(), scalarType);
    try {
      for (long at = entry.begin(); at < entry.end(); at += PIECE) {
        long count = Math.min(PIECE, entry.end() - at);
        MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, at, count);
        long start = (at - entry.begin()) / entry.type().bytes();
        Tensors.fill(tensor, start, bytes, entry.type().scalarType());
      }
      return tensor;
    } catch (IOException e) {
      tensor.close();
      throw unreadable(file, e);
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
