package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.SampleDraws;
import org.sdvgen.api.random.StepDraws;

class CropJitterTest {
  private static final TrackShape SHAPE = new TrackShape(48, 72, 1, 8, Fit.COVER);

  private static SampleDraws draws(long sample) {
    return new StepDraws(Draws.seeded(), 1, 0, "load").sample(sample);
  }

  @Property
  void staysInItsRangeAndKeepsTheShape(
      @ForAll @DoubleRange(min = 1, max = 3) double min,
      @ForAll @DoubleRange(min = 0, max = 2) double width,
      @ForAll long sample) {
    View view = new CropJitter(min, min + width).view(SHAPE, draws(sample), "crop.source");
    assertTrue(view.zoom() >= min && view.zoom() <= min + width, () -> "zoom " + view.zoom());
    assertEquals(SHAPE.height(), view.height());
    assertEquals(SHAPE.width(), view.width());
    assertEquals(SHAPE.fit(), view.fit());
  }

  @Test
  void fillsItsRangeEvenly() {
    CropJitter jitter = new CropJitter(1, 1.5);
    long[] zooms = new long[10];
    long[] rows = new long[10];
    long[] columns = new long[10];
    for (long sample = 0; sample < 5000; sample++) {
      View view = jitter.view(SHAPE, draws(sample), "crop.source");
      zooms[(int) ((view.zoom() - 1) / 0.5 * 10)]++;
      rows[(int) (view.offsetY() * 10)]++;
      columns[(int) (view.offsetX() * 10)]++;
    }
    Frequencies.assertUniform(zooms);
    Frequencies.assertUniform(rows);
    Frequencies.assertUniform(columns);
  }
}
