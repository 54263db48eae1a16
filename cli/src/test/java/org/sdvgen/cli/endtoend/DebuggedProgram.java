package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A program in a process of its own, watched line by line from this one. */
final class DebuggedProgram implements AutoCloseable {
  private static final long PATIENCE = 300_000;

  /** Half the processor's time: code that runs for seconds is not worth being optimized. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Program program;
  private final VirtualMachine machine;

  private DebuggedProgram(Program program, VirtualMachine machine) {
    this.program = program;
    this.machine = machine;
  }

  /**
   * A line of code that a program passes.
   *
   * @param type full name of the class
   * @param method its method
   * @param line the line
   * @param index the place within the method, for lines that are passed in parts
   */
  record Place(String type, String method, int line, long index) {
    static Place of(Location location) {
      return new Place(
          location.declaringType().name(),
          location.method().name(),
          location.lineNumber(),
          location.codeIndex());
    }

    /** The place as {@code Class.method:line}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s.%s:%d", type.replaceFirst(".*[.$]", ""), method, line);
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param classes full names of classes
   * @param arguments the command and its options
   * @return every line of the classes that it has passed, in order
   */
  static List<Place> trace(List<String> classes, String... arguments) throws Exception {
    List<Place> places = new ArrayList<>();
    try (DebuggedProgram program = launch(arguments)) {
      program.prepare(classes);
      program.run(type -> program.watch(type), event -> places.add(Place.of(event.location())));
      assertEquals(0, program.program.code(), program.program.output());
    }
    return places;
  }

  /**
   * Runs a command up to a line.
   *
   * @param place the line
   * @param occurrence when it is about to be passed for the how manieth time, from 1
   * @param arguments the command and its options
   * @return the program, whose thread stands still before the line; killed when this is closed
   */
  static DebuggedProgram stopAt(Place place, int occurrence, String... arguments) throws Exception {
    return stopAt(place.type(), line -> Place.of(line).equals(place), occurrence, arguments);
  }

  /**
   * Runs a command until it calls a method for the first time.
   *
   * @param type full name of the class
   * @param method its method
   * @param arguments the command and its options
   * @return the program, whose thread stands still before the first line; killed when this is
   *     closed
   */
  static DebuggedProgram stopIn(String type, String method, String... arguments) throws Exception {
    return stopIn(type, method, 1, arguments);
  }

  /**
   * Runs a command until it calls a method.
   *
   * @param type full name of the class
   * @param method its method
   * @param occurrence for the how manieth time, from 1
   * @param arguments the command and its options
   * @return the program, likewise
   */
  static DebuggedProgram stopIn(String type, String method, int occurrence, String... arguments)
      throws Exception {
    return stopAt(
        type,
        line -> line.method().name().equals(method) && line.equals(line.method().location()),
        occurrence,
        arguments);
  }

  private static DebuggedProgram stopAt(
      String type, Predicate<Location> line, int occurrence, String... arguments) throws Exception {
    DebuggedProgram program = launch(arguments);
    List<Location> reached = new ArrayList<>();
    program.prepare(List.of(type));
    program.run(
        loaded -> program.stop(loaded, line, occurrence), event -> reached.add(event.location()));
    assertEquals(1, reached.size(), () -> "it never came there: " + program.program.output());
    return program;
  }

  private static DebuggedProgram launch(String... arguments) throws Exception {
    ListeningConnector connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketListen"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> settings = connector.defaultArguments();
    set(settings, "localAddress", "127.0.0.1");
    set(settings, "timeout", Long.toString(PATIENCE));
    String port = connector.startListening(settings).replaceFirst(".*:", "");
    String agent = "-agentlib:jdwp=transport=dt_socket,suspend=y,address=127.0.0.1:" + port;
    List<String> options = new ArrayList<>(SHORT_LIVED);
    options.add(agent);
    Program program = Program.start(List.of(), options, arguments);
    VirtualMachine machine = connector.accept(settings);
    connector.stopListening(settings);
    return new DebuggedProgram(program, machine);
  }

  private static void set(Map<String, Connector.Argument> settings, String name, String value) {
    Connector.Argument argument = settings.get(name);
    if (argument == null) {
      throw new IllegalStateException("no setting " + name + " in " + settings.keySet());
    }
    argument.setValue(value);
  }

  private void prepare(List<String> classes) {
    for (String name : classes) {
      ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
      request.addClassFilter(name);
      request.enable();
    }
  }

  /** Goes on to the end, or to a line at which the program stands still. */
  private void run(Consumer<ReferenceType> loaded, Consumer<BreakpointEvent> passed)
      throws InterruptedException {
    while (true) {
      EventSet events = machine.eventQueue().remove(PATIENCE);
      if (events == null) {
        throw new AssertionError("nothing happens any more: " + program.output());
      }
      for (Event event : events) {
        if (event instanceof BreakpointEvent line) {
          passed.accept(line);
          if (events.suspendPolicy() != EventRequest.SUSPEND_NONE) {
            return;
          }
        } else if (event instanceof ClassPrepareEvent prepared) {
          loaded.accept(prepared.referenceType());
        } else if (event instanceof VMDisconnectEvent) {
          return;
        }
      }
      events.resume();
    }
  }

  /** Tells of every line without stopping. */
  private void watch(ReferenceType type) {
    for (Location line : lines(type)) {
      BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(line);
      request.setSuspendPolicy(EventRequest.SUSPEND_NONE);
      request.enable();
    }
  }

  /** Stops the thread that is about to pass a line; others go on. */
  private void stop(ReferenceType type, Predicate<Location> line, int occurrence) {
    for (Location each : lines(type)) {
      if (line.test(each)) {
        BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(each);
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.addCountFilter(occurrence);
        request.enable();
      }
    }
  }

  private static List<Location> lines(ReferenceType type) {
    try {
      return type.allLineLocations();
    } catch (AbsentInformationException e) {
      throw new IllegalStateException(type.name() + " was compiled without line numbers", e);
    }
  }

  /** The program itself. */
  Program program() {
    return program;
  }

  /** Ends the program at once, as SIGKILL does. */
  @Override
  public void close() {
    program.kill();
  }
}
