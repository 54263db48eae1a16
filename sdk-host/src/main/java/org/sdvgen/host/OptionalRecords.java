package org.sdvgen.host;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records all of whose components may be left open. */
final class OptionalRecords {
  private OptionalRecords() {}

  /**
   * A record's values, and another's where it has none.
   *
   * @param upper whose values come first
   * @param lower whose values come second
   * @param <R> the record
   * @return both
   */
  static <R extends Record> R over(R upper, R lower) {
    return make(upper, component -> value(upper, component).or(() -> value(lower, component)));
  }

  /**
   * A record with other values.
   *
   * @param record its values otherwise
   * @param values the other ones by the components' names
   * @param <R> the record
   * @return a copy
   * @throws IllegalArgumentException if there is no such component, or the record refuses a value
   */
  static <R extends Record> R with(R record, Map<String, Optional<?>> values) {
    Set<String> names =
        Arrays.stream(record.getClass().getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    if (!names.containsAll(values.keySet())) {
      throw new IllegalArgumentException(values.keySet() + " are not all of " + names);
    }
    return make(
        record,
        component -> {
          Optional<?> other = values.get(component.getName());
          return other == null ? value(record, component) : other;
        });
  }

  private static Optional<Object> value(Record record, RecordComponent component) {
    try {
      return ((Optional<?>) component.getAccessor().invoke(record)).map(Object.class::cast);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static <R extends Record> R make(R like, Function<RecordComponent, Optional<?>> values) {
    @SuppressWarnings("unchecked") // the class of a record of this type
    Class<R> type = (Class<R>) like.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(Arrays.stream(components).map(values).toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("a record failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }
}
