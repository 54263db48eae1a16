package org.sdvgen.host.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.JSONConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration.PropertiesReader;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.YAMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.config.Settings.Value;
import org.sdvgen.runtime.io.FileNames;
import org.sdvgen.runtime.weights.StrictJson;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads settings from files of four formats and from {@code key=value} texts. Texts are taken as
 * they stand: nothing in them is interpolated, and no other file is read than those that {@code
 * extends} names.
 */
final class SettingsReader {
  /** The key that names the file underneath: what is written here goes over what stands there. */
  static final String EXTENDS = "extends";

  /** Far more than any settings: it bounds what reading them costs. */
  private static final long MOST_BYTES = 1_000_000;

  /** A backslash that no other one escapes, and a {@code u} without its four digits. */
  private static final Pattern BROKEN_ESCAPE =
      Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u(?![0-9a-fA-F]{4})");

  private final Path folder;
  private final Origin origin;
  private final Settings settings = new Settings();

  /** The places of the keys in the file. */
  private Map<String, Integer> lines = Map.of();

  private SettingsReader(Path folder, Origin origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /**
   * Reads everything that was written.
   *
   * @param file the configuration file, if there is one
   * @param values settings that replace the file's
   * @param overrides {@code key=value} settings that replace both
   * @return the settings
   */
  static Settings all(Optional<Path> file, Map<String, String> values, List<String> overrides) {
    Settings settings = file.map(SettingsReader::file).orElseGet(Settings::new);
    settings.lay(values(values, Origin.PROGRAM));
    settings.lay(overrides(overrides));
    Set<Path> read = new LinkedHashSet<>();
    file.ifPresent(path -> read.add(path.toAbsolutePath().normalize()));
    return extended(settings, read);
  }

  /**
   * Puts settings over those of the file that they extend, and so on down to the last.
   *
   * @param read the files that are above already
   */
  private static Settings extended(Settings settings, Set<Path> read) {
    Optional<Value> named = settings.remove(EXTENDS);
    if (named.isEmpty()) {
      return settings;
    }
    Path below = resolved(named.get());
    if (!read.add(below)) {
      throw new InputException("extends: %s extends itself: %s".formatted(below, read));
    }
    Settings base = file(below, named.get().origin().extended(below));
    base.lay(settings);
    return extended(base, read);
  }

  private static Path resolved(Value named) {
    try {
      return FileNames.resolve(named.folder(), only(named)).normalize();
    } catch (InputException e) {
      throw new InputException("extends: expected a file, but " + e.getMessage(), e);
    }
  }

  private static String only(Value named) {
    if (named.texts().size() != 1) {
      throw new InputException("it is several: " + named.texts());
    }
    return named.texts().get(0);
  }

  /** The folder that relative paths in defaults are resolved against. */
  static Path folder(Optional<Path> file) {
    return file.map(path -> path.toAbsolutePath().resolveSibling(""))
        .orElse(Path.of("").toAbsolutePath());
  }

  /**
   * Reads a file.
   *
   * @param file its name's ending decides the format
   * @return its settings; relative paths belong to the file's folder
   * @throws InputException if the file is missing, of an unknown format or malformed
   */
  static Settings file(Path file) {
    return file(file, Origin.of(file));
  }

  private static Settings file(Path file, Origin origin) {
    FileNames.requireSpelled(file);
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": there is no such configuration file");
    }
    SettingsReader reader = new SettingsReader(parent(file), origin);
    try {
      reader.read(file, text(file));
    } catch (InputException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": the configuration is not text in UTF-8; save it so", e);
    } catch (IOException | ConfigurationException | RuntimeException e) {
      // Parsers of four libraries: a text that one of them fails on is the user's to mend.
      throw new InputException(file + ": the configuration cannot be read: " + rootMessage(e), e);
    }
    return reader.settings;
  }

  /**
   * Settings given by a program.
   *
   * @param values by full key
   * @return the settings; relative paths belong to the current folder
   */
  static Settings values(Map<String, String> values) {
    return values(values, Origin.PROGRAM);
  }

  private static Settings values(Map<String, String> values, Origin origin) {
    Settings settings = new Settings();
    Path here = Path.of("").toAbsolutePath();
    values.forEach((key, text) -> settings.put(key, new Value(List.of(text), here, true, origin)));
    return settings;
  }

  /**
   * Settings given on a command line.
   *
   * @param overrides {@code key=value} each
   * @return the settings; relative paths belong to the current folder
   * @throws InputException if a text has no key or no equals sign
   */
  static Settings overrides(List<String> overrides) {
    Map<String, String> values = new LinkedHashMap<>();
    String before = "";
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new InputException(
            before.contains("=[") && !before.contains("]")
                ? "%s ends before its list does: put it in quotes, as in \"%<s %s\""
                    .formatted(before, override)
                : "expected a setting as key=value, found \"%s\"".formatted(override));
      }
      before = override;
      values.put(override.substring(0, equals).strip(), override.substring(equals + 1).strip());
    }
    return values(values, Origin.COMMAND_LINE);
  }

  private static String text(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IOException("it has " + size + " bytes, more than " + MOST_BYTES);
    }
    String text = Files.readString(file);
    if (text.indexOf(0) >= 0) {
      throw new IOException("it has a zero byte in it, which no text has");
    }
    return text;
  }

  private static Path parent(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("a file without a folder: " + file);
    }
    return folder;
  }

  private void read(Path file, String text) throws IOException, ConfigurationException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    lines = SettingLines.of(name.substring(name.lastIndexOf('.') + 1), text);
    switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "properties" -> {
        checkEscapes(text);
        readProperties(new StringReader(text));
      }
      case "yaml", "yml" -> {
        YAMLConfiguration yaml = new YAMLConfiguration();
        yaml.read(new StringReader(text), YamlLimits.checked(text));
        readTree(yaml);
      }
      case "json" -> {
        StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
        JSONConfiguration json = new JSONConfiguration();
        json.read(new StringReader(text));
        readTree(json);
      }
      case "xml" -> {
        XMLConfiguration xml = new XMLConfiguration();
        xml.setDocumentBuilder(safeXml());
        new FileHandler(xml).load(new StringReader(text));
        readTree(xml);
      }
      default ->
          throw new InputException(
              file + ": a configuration ends in .properties, .yaml, .yml, .xml or .json");
    }
  }

  private static DocumentBuilder safeXml() throws ConfigurationException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XmlElement.NO_DOCTYPE, true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XmlElement.DEPTH, YamlLimits.DEEPEST);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The default handler prints to the terminal before it throws.
      builder.setErrorHandler(new DefaultHandler());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new ConfigurationException(e);
    }
  }

  /** Commons Configuration drops an escape that the end of a value cuts off. */
  private static void checkEscapes(String text) throws IOException {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String word = line.stripLeading();
      if (!word.startsWith("#") && !word.startsWith("!") && BROKEN_ESCAPE.matcher(word).find()) {
        throw new IOException(
            "line " + number + " has a broken escape: write \\u and four digits, or \\\\u");
      }
    }
  }

  /** Pair by pair, because the configuration class would obey lines such as {@code include = x}. */
  private void readProperties(Reader text) throws IOException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Map<String, Integer> ends = new HashMap<>();
    try (PropertiesReader pairs = new PropertiesReader(text)) {
      while (pairs.nextProperty()) {
        values
            .computeIfAbsent(pairs.getPropertyName(), key -> new ArrayList<>())
            .add(pairs.getPropertyValue());
        ends.putIfAbsent(pairs.getPropertyName(), pairs.getLineNumber());
      }
    }
    values.forEach(
        (key, texts) ->
            settings.put(
                key, new Value(texts, folder, true, origin.at(ends.getOrDefault(key, 0)))));
  }

  private void readTree(HierarchicalConfiguration<ImmutableNode> tree) {
    walk(tree.getNodeModel().getNodeHandler().getRootNode(), "");
  }

  private void walk(ImmutableNode node, String prefix) {
    node.getAttributes().forEach((name, value) -> put(prefix + name, List.of(value.toString())));
    Map<String, List<ImmutableNode>> children = new LinkedHashMap<>();
    for (ImmutableNode child : node.getChildren()) {
      children.computeIfAbsent(child.getNodeName(), name -> new ArrayList<>()).add(child);
    }
    children.forEach((name, nodes) -> walkAll(nodes, prefix + name));
  }

  private void walkAll(List<ImmutableNode> nodes, String key) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      ImmutableNode node = nodes.get(i);
      walk(node, nodes.size() == 1 ? key + "." : key + "." + i + ".");
      if (node.getChildren().isEmpty() && node.getAttributes().isEmpty()) {
        texts.add(node.getValue() == null ? "" : node.getValue().toString());
      }
    }
    if (!texts.isEmpty()) {
      put(key, texts);
    }
  }

  private void put(String key, List<String> texts) {
    Origin here = origin.at(lines.getOrDefault(key, 0));
    settings.put(key, new Value(texts, folder, false, here));
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    // Parsers show the place on lines of their own.
    return String.valueOf(root.getMessage()).replace("\n", "\n  ");
  }
}
