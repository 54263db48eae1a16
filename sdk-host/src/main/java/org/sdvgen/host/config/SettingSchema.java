package org.sdvgen.host.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.api.config.WrittenAs;
import org.sdvgen.host.config.DeclaredSetting.Owner;
import org.sdvgen.host.config.Settings.Value;

/**
 * A JSON Schema (draft 2020-12) of configurations, for editors and other programs. A configuration
 * may be laid over another one and be completed on the command line: so nothing is required, and a
 * section that does not name its component may have the settings of any.
 */
public final class SettingSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Stands for a name that the configuration chooses. */
  private static final String ANY_NAME = "^[A-Za-z0-9_-]+$";

  /** Keys may also be written as one text with dots; those are not checked. */
  private static final String DOTTED = "\\.";

  private static final String WHOLE = "^\\s*[-+]?[0-9]+\\s*$";
  private static final String NUMBER =
      "^\\s*[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*$";
  private static final String TRUTH = "^\\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\\s*$";

  private final ObjectNode definitions = JSON.createObjectNode();

  private SettingSchema() {}

  /**
   * Describes configurations.
   *
   * @param catalog every setting
   * @return the schema as JSON
   */
  public static String of(SettingCatalog catalog) {
    try {
      return JSON.writeValueAsString(new SettingSchema().schema(catalog));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema that is no JSON", e);
    }
  }

  private ObjectNode schema(SettingCatalog catalog) {
    Section root = new Section();
    Map<String, Section> components = new TreeMap<>();
    for (DeclaredSetting setting : catalog.all()) {
      Optional<Owner> owner = setting.owner().filter(it -> !it.nameKey().isEmpty());
      if (owner.isEmpty()) {
        root.add(parts(setting.key()), setting);
      } else {
        String section = parent(owner.get().nameKey());
        components
            .computeIfAbsent(definition(owner.get()), name -> new Section())
            .add(parts(setting.key().substring(section.length() + 1)), setting);
        root.at(parts(section)).owners.put(owner.get().name(), owner.get());
      }
    }
    components.forEach(
        (name, section) -> definitions.set(name, JSON.createObjectNode().setAll(fields(section))));
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", DRAFT);
    schema.put("title", "sdvgen configuration");
    schema.put(
        "description",
        "Settings of training, generation and evaluation, as sdvgen config schema prints them. A"
            + " file may leave out whatever another one says that it extends.");
    schema.setAll(object(root));
    schema.withObjectProperty("patternProperties").putObject(DOTTED);
    schema.set("$defs", definitions);
    return schema;
  }

  private static List<String> parts(String key) {
    return List.of(key.split("\\.", -1));
  }

  private static String parent(String key) {
    return key.substring(0, key.lastIndexOf('.'));
  }

  private static String definition(Owner owner) {
    return owner.kind().replace(' ', '-') + "." + owner.name();
  }

  /** A part of a configuration, while it is put together. */
  private static final class Section {
    private final Map<String, Section> below = new LinkedHashMap<>();
    private final Map<String, Owner> owners = new TreeMap<>();
    private Optional<DeclaredSetting> setting = Optional.empty();

    void add(List<String> path, DeclaredSetting declared) {
      at(path).setting = Optional.of(declared);
    }

    Section at(List<String> path) {
      Section section = this;
      for (String part : path) {
        section = section.below.computeIfAbsent(part, name -> new Section());
      }
      return section;
    }
  }

  private ObjectNode node(Section section) {
    if (section.setting.isPresent()) {
      return value(section.setting.get());
    }
    Section item = section.below.get("<n>");
    if (item != null) {
      ObjectNode list = JSON.createObjectNode();
      ArrayNode either = list.putArray("anyOf");
      either.addObject().put("type", "array").set("items", object(item));
      either.add(object(item));
      return list;
    }
    return object(section);
  }

  private ObjectNode object(Section section) {
    ObjectNode node = JSON.createObjectNode().put("type", "object");
    node.setAll(fields(section));
    if (!section.owners.isEmpty()) {
      ArrayNode all = node.putArray("allOf");
      ObjectNode unnamed = JSON.createObjectNode();
      unnamed.putObject("if").putObject("not").putArray("required").add("name");
      // A separate condition for each: some validators look at the first match of an anyOf only.
      ArrayNode each = unnamed.putObject("then").putArray("allOf");
      section.owners.forEach(
          (name, owner) -> {
            String reference = "#/$defs/" + definition(owner);
            ObjectNode named = all.addObject();
            ObjectNode condition = named.putObject("if");
            condition.putArray("required").add("name");
            condition.putObject("properties").putObject("name").put("const", name);
            named.putObject("then").put("$ref", reference);
            each.addObject().put("then", true).putObject("if").put("$ref", reference);
          });
      all.add(unnamed);
    }
    return node.put("unevaluatedProperties", false);
  }

  private ObjectNode fields(Section section) {
    ObjectNode fields = JSON.createObjectNode();
    section.below.forEach(
        (name, below) -> {
          if (name.startsWith("<")) {
            fields.withObjectProperty("patternProperties").set(ANY_NAME, node(below));
          } else {
            fields.withObjectProperty("properties").set(name, node(below));
          }
        });
    return fields;
  }

  private static ObjectNode value(DeclaredSetting setting) {
    Type type = setting.type();
    Class<?> scalar = (Class<?>) SettingType.inner(type);
    ObjectNode node = JSON.createObjectNode().put("description", setting.doc());
    if (SettingType.isList(type)) {
      // One item alone may be a number; a text may hold several, with commas.
      types(node, "array", "string", "number", "boolean");
      node.set("items", scalar(scalar, setting.choices()));
    } else {
      node.setAll(scalar(scalar, setting.choices()));
    }
    setting.defaultValue().ifPresent(text -> node.set("default", fallback(type, text)));
    return node;
  }

  /**
   * Numbers and truth values may be written as texts, as they are where quotes stand round them.
   */
  private static ObjectNode scalar(Class<?> type, List<String> choices) {
    ObjectNode node = JSON.createObjectNode();
    if (!choices.isEmpty()) {
      choices.forEach(node.putArray("enum")::add);
    } else if (SettingType.isWhole(type)) {
      types(node, "integer", "string").put("pattern", WHOLE);
    } else if (SettingType.isNumber(type)) {
      types(node, "number", "string").put("pattern", NUMBER);
    } else if (SettingType.isBoolean(type)) {
      types(node, "boolean", "string").put("pattern", TRUTH);
    } else if (type == Duration.class) {
      node.put("type", "string").put("pattern", "^" + SettingType.DURATION.pattern() + "$");
    } else if (type.isAnnotationPresent(WrittenAs.class)) {
      String pattern = type.getAnnotation(WrittenAs.class).pattern();
      if ("1".matches(pattern)) {
        types(node, "string", "integer"); // YAML reads what may be a number as one
      } else {
        node.put("type", "string");
      }
      node.put("pattern", pattern);
    } else {
      types(node, "string", "number", "boolean");
    }
    return node;
  }

  private static ObjectNode types(ObjectNode node, String... names) {
    ArrayNode types = node.putArray("type");
    for (String name : names) {
      types.add(name);
    }
    return node;
  }

  private static JsonNode fallback(Type type, String text) {
    if (SettingType.isList(type)) {
      ArrayNode items = JSON.createArrayNode();
      SettingText.items(new Value(List.of(text), Path.of(""))).forEach(items::add);
      return items;
    }
    if (type == boolean.class) {
      return JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(text));
    } else if (type == int.class || type == long.class) {
      return JSON.getNodeFactory().numberNode(Long.parseLong(text));
    } else if (type == double.class || type == float.class) {
      return JSON.getNodeFactory().numberNode(Double.parseDouble(text));
    }
    return JSON.getNodeFactory().textNode(text);
  }
}
