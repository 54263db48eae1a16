import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells {@code sdvgen.cmd} whether a checkout was built from the sources that it has now. Their
 * content counts: times say nothing after a copy or a checkout.
 *
 * <pre>
 * java tools/launcher/Sources.java check HOME
 * java tools/launcher/Sources.java mark HOME
 * </pre>
 *
 * {@code check} ends with 0 if what was built belongs to the sources, else with 1; {@code mark}
 * writes down that it does.
 */
public class Sources {
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[1]);
    Path dist = home.resolve("cli/target/dist");
    Path built = dist.resolve(".built");
    String sources = fingerprint(home);
    if (arguments[0].equals("mark")) {
      Files.writeString(built, sources);
    } else if (!Files.isDirectory(dist.resolve("lib"))
        || !Files.exists(built)
        || !Files.readString(built).strip().equals(sources)) {
      System.exit(1);
    }
  }

  /** A word for the content of everything that the build reads. */
  private static String fingerprint(Path home) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> folders = Files.list(home)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        add(files, home, folder.resolve("pom.xml"));
        add(files, home, folder.resolve("src/main"));
      }
    }
    for (String part : List.of("pom.xml", "recipes", "models", ".mvn")) {
      add(files, home, home.resolve(part));
    }
    MessageDigest all = digest();
    files.forEach(
        (name, file) ->
            all.update((name + " " + content(file) + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(all.digest());
  }

  private static void add(Map<String, Path> files, Path home, Path part) throws IOException {
    if (Files.exists(part)) {
      try (Stream<Path> found = Files.walk(part)) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
          String name = home.relativize(file).toString().replace('\\', '/');
          if (isSource(name)) {
            files.put(name, file);
          }
        }
      }
    }
  }

  /** Weights in recipes are what runs have left there; hidden files and copies are editors'. */
  private static boolean isSource(String name) {
    boolean weights = name.startsWith("recipes/") && name.endsWith(".safetensors");
    return !weights && !name.substring(name.lastIndexOf('/') + 1).matches("\\..*|.*~");
  }

  private static String content(Path file) {
    try {
      return HexFormat.of().formatHex(digest().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
