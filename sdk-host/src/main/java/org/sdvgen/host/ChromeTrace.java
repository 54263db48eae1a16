package org.sdvgen.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.runtime.torch.ProgramTimes.Call;

/** Steps and program calls in Chrome's trace event format: complete events, in microseconds. */
final class ChromeTrace {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChromeTrace() {}

  /**
   * Writes events.
   *
   * @param ends the steps, and {@link System#nanoTime} at their ends
   * @param calls the programs' calls
   */
  static String of(Map<StepReport, Long> ends, List<Call> calls) {
    ObjectNode trace = JSON.createObjectNode().put("displayTimeUnit", "ms");
    ArrayNode events = trace.putArray("traceEvents");
    ends.forEach(
        (report, end) -> {
          long begin = end - (long) (report.seconds() * 1e9);
          event(events, "step " + report.step(), "step", begin, end, 0)
              .putObject("args")
              .put("samples", String.join(", ", report.samples()));
        });
    for (Call call : calls) {
      String name = call.program() + "." + call.method();
      event(
              events,
              call.block().isEmpty() ? name : call.block() + " " + name,
              call.phase().name().toLowerCase(Locale.ROOT),
              call.begin(),
              call.end(),
              call.thread())
          .putObject("args")
          .put("program", name)
          .put("block", call.block());
    }
    try {
      return JSON.writeValueAsString(trace);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a trace that is no JSON", e);
    }
  }

  private static ObjectNode event(
      ArrayNode events, String name, String category, long begin, long end, long thread) {
    return events
        .addObject()
        .put("name", name)
        .put("cat", category)
        .put("ph", "X")
        .put("ts", begin / 1e3)
        .put("dur", (end - begin) / 1e3)
        .put("pid", 1)
        .put("tid", thread);
  }
}
