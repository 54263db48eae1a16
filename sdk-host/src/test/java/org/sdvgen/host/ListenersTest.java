package org.sdvgen.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.InOrder;

/** Several listeners as one: what one of them is told, all are. */
final class ListenersTest {
  private final TrainingListener first = mock(TrainingListener.class);
  private final TrainingListener second = mock(TrainingListener.class);
  private final Listeners both = new Listeners(List.of(first, second));

  static List<Method> events() {
    return Arrays.stream(TrainingListener.class.getMethods())
        .filter(method -> method.getReturnType() == void.class)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventIsToldInOrder(Method event) throws ReflectiveOperationException {
    Object[] arguments =
        Arrays.stream(event.getParameterTypes()).map(ListenersTest::value).toArray();
    event.invoke(both, arguments);
    InOrder order = inOrder(first, second);
    event.invoke(order.verify(first), arguments);
    event.invoke(order.verify(second), arguments);
    assertEquals(1, mockingDetails(second).getInvocations().size());
  }

  private static Object value(Class<?> type) {
    if (type == long.class) {
      return 7L;
    }
    return type == Path.class ? Path.of("folder") : mock(type);
  }
}
