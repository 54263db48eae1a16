package org.sdvgen.runtime.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * One file of TorchScript text.
 *
 * <p>Functions of the file {@code nn.py} are called from every file of the program as {@code
 * __torch__.nn.linear(...)}; the qualified name is needed within the file itself too.
 *
 * @param name name of the file without its suffix, for example {@code transformer}: letters, digits
 *     and underscores
 * @param text TorchScript text
 */
public record Script(String name, String text) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** Checks the name. */
  public Script {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a script name: " + name);
    }
  }

  /**
   * Reads a script from a class's resources.
   *
   * @param owner class whose package holds the resource
   * @param name name of the script; the resource is {@code <name>.py}
   * @return the script
   * @throws IllegalStateException if there is no such resource
   */
  public static Script resource(Class<?> owner, String name) {
    String file = name + ".py";
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "no resource " + file + " in package " + owner.getPackageName());
      }
      return new Script(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read resource " + file, e);
    }
  }

  /** Returns the shared prelude {@code nn}: layers with LoRA, norms, attention, rotary, convs. */
  public static Script prelude() {
    return resource(Script.class, "nn");
  }
}
