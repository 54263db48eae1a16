package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.error.InputException;

/**
 * An adapter file of the fake backbone.
 *
 * @param metadata what the file says about itself
 * @param tensors arrays by parameter name
 */
record FakeAdapterFile(Map<String, String> metadata, Map<String, NDArray> tensors) {
  private static final String MAGIC = "sdvgen fake adapter";

  NDArray tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  static void write(Path file, Map<String, String> metadata, List<Parameter> parameters) {
    NDList arrays = new NDList();
    parameters.forEach(parameter -> arrays.add(parameter.value()));
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeUTF(MAGIC);
      out.writeInt(metadata.size());
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue());
      }
      out.writeInt(parameters.size());
      for (Parameter parameter : parameters) {
        out.writeUTF(parameter.name());
      }
      out.write(arrays.encode());
    } catch (IOException e) {
      throw new InputException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  static FakeAdapterFile read(NDManager manager, Path file) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (!in.readUTF().equals(MAGIC)) {
        throw new IOException("it does not begin with the words " + MAGIC);
      }
      Map<String, String> metadata = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        metadata.put(in.readUTF(), in.readUTF());
      }
      String[] names = new String[in.readInt()];
      for (int i = 0; i < names.length; i++) {
        names[i] = in.readUTF();
      }
      NDList arrays = NDList.decode(manager, in.readAllBytes());
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        tensors.put(names[i], arrays.get(i));
      }
      return new FakeAdapterFile(metadata, tensors);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(file + " is no adapter of the fake backbone: " + e.getMessage(), e);
    }
  }
}
