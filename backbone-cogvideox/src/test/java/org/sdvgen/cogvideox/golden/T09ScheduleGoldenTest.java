package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sdvgen.host.config.LrScheduler;
import org.sdvgen.host.training.LearningRateSchedule;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 9, learning rates: diffusers' cosine with hard restarts, past its end too. */
class T09ScheduleGoldenTest {
  private static final double RATE = 1e-15;
  private static final Pattern TABLE = Pattern.compile("warmup=(\\d+),steps=(\\d+),cycles=(\\d+)");

  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void factorsAgree() {
    JsonNode tables = golden.json("09_training.json").path("lr_factor_tables");
    for (Map.Entry<String, JsonNode> table : GoldenFolder.filled(tables, "table").properties()) {
      LearningRateSchedule schedule = schedule(table.getKey());
      JsonNode factors = GoldenFolder.filled(table.getValue(), "factor");
      for (int step = 0; step < factors.size(); step++) {
        double factor = factors.get(step).asDouble();
        assertEquals(factor, schedule.at(step), RATE, table.getKey() + " step " + step);
      }
      Parity.exact("09", "lr_factor_tables." + table.getKey());
    }
  }

  private static LearningRateSchedule schedule(String settings) {
    Matcher numbers = TABLE.matcher(settings);
    assertTrue(numbers.matches(), settings);
    return new LearningRateSchedule(
        LrScheduler.COSINE_WITH_RESTARTS,
        1,
        Long.parseLong(numbers.group(1)),
        Long.parseLong(numbers.group(2)),
        Integer.parseInt(numbers.group(3)));
  }
}
