package org.sdvgen.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.host.MemoryPlan.Line;
import org.sdvgen.host.MemoryPlan.Phase;
import org.sdvgen.host.MemoryPlan.Place;

/** A plan of memory as JSON. */
final class MemoryPlanJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MemoryPlanJson() {}

  static String of(MemoryPlan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("mode", plan.mode());
    Machine machine = plan.machine();
    root.putObject("machine")
        .put("device", machine.device())
        .put("device_bytes", machine.deviceBytes())
        .put("host_bytes", machine.hostBytes())
        .put("shared", machine.shared())
        .put("teraflops", machine.rates().teraflops())
        .put("gigabytes_per_second", machine.rates().gigabytesPerSecond());
    root.put("fits", plan.fits());
    root.put("largest_phase", plan.largest().name());
    root.put("peak_bytes", plan.peak());
    ArrayNode phases = root.putArray("phases");
    plan.phases().forEach(phase -> put(phases.addObject(), plan, phase));
    put(root.putArray("disk"), plan.disk());
    ObjectNode steps = root.putObject("seconds_per_step");
    plan.secondsPerStep().forEach(steps::put);
    ArrayNode unknown = root.putArray("unknown");
    plan.unknown().forEach(unknown::add);
    ArrayNode remedies = root.putArray("remedies");
    plan.remedies().forEach(remedy -> put(remedies.addObject(), remedy));
    return root.toPrettyString();
  }

  private static void put(ObjectNode node, MemoryPlan plan, Phase phase) {
    node.put("name", phase.name());
    node.put("device_bytes", plan.bytes(phase, Place.DEVICE));
    node.put("host_bytes", plan.bytes(phase, Place.HOST));
    phase.seconds().ifPresent(seconds -> node.put("seconds", seconds));
    put(node.putArray("lines"), phase.lines());
  }

  private static void put(ArrayNode array, List<Line> lines) {
    lines.forEach(
        line ->
            array
                .addObject()
                .put("part", line.part())
                .put("place", EnumWord.of(line.place()))
                .put("bytes", line.bytes()));
  }

  private static void put(ObjectNode node, MemoryPlan.Remedy remedy) {
    ObjectNode settings = node.putObject("settings");
    remedy.settings().forEach(settings::put);
    node.put("device_bytes", remedy.deviceBytes());
    node.put("seconds", remedy.seconds());
    node.put("more_seconds", remedy.moreSeconds());
  }
}
