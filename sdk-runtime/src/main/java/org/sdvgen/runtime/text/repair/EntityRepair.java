package org.sdvgen.runtime.text.repair;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Character references that are certainly meant: those with a semicolon, and names of small letters
 * that something has put into capitals, such as EACUTE.
 */
final class EntityRepair {
  private static final Map<String, String> ENTITIES = entities();
  private static final Pattern ENTITY = Pattern.compile("&#?[0-9A-Za-z]{1,24};");

  private EntityRepair() {}

  private static Map<String, String> entities() {
    Map<String, String> entities = new HashMap<>();
    HtmlCharacters.byName()
        .forEach(
            (name, character) -> {
              if (name.endsWith(";")) {
                entities.put("&" + name, character);
              }
            });
    Map<String, String> capitals = new HashMap<>();
    entities.forEach(
        (entity, character) -> {
          String upper = entity.toUpperCase(Locale.ROOT);
          boolean small = entity.equals(entity.toLowerCase(Locale.ROOT));
          if (small && HtmlCharacters.unescape(upper).equals(upper)) {
            capitals.put(upper, character.toUpperCase(Locale.ROOT));
          }
        });
    entities.putAll(capitals);
    return entities;
  }

  static String repair(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(character(match.group())));
  }

  private static String character(String entity) {
    if (!entity.startsWith("&#")) {
      return ENTITIES.getOrDefault(entity, entity);
    }
    String character = HtmlCharacters.unescape(entity);
    // A semicolon that is left over says that only a part was a reference.
    return character.contains(";") ? entity : character;
  }
}
