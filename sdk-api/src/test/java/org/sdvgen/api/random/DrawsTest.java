package org.sdvgen.api.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static final int MANY = 100_000;
  private static final DrawKey KEY = new DrawKey(42, 3, 7, "train/noise");

  @Property
  void uniformsLieInTheUnitInterval(@ForAll long seed, @ForAll long sample) {
    double[] values = Draws.seeded().uniforms(new DrawKey(seed, 0, sample, "x"), 10);
    assertTrue(Arrays.stream(values).allMatch(value -> value >= 0 && value < 1));
  }

  @Property
  void askingForLessGivesTheSameBeginning(@ForAll @IntRange(max = 20) int fewer) {
    assertArrayEquals(
        Draws.seeded().uniforms(KEY, fewer),
        Arrays.copyOf(Draws.seeded().uniforms(KEY, 20), fewer));
    assertArrayEquals(
        Draws.seeded().normals(KEY, fewer), Arrays.copyOf(Draws.seeded().normals(KEY, 20), fewer));
  }

  @Property
  void everyPartOfTheKeyMatters(@ForAll long seed, @ForAll long step, @ForAll long sample) {
    DrawKey key = new DrawKey(seed, step, sample, "noise");
    Set<Long> seeds = new HashSet<>();
    seeds.add(key.mixed());
    seeds.add(new DrawKey(seed + 1, step, sample, "noise").mixed());
    seeds.add(new DrawKey(seed, step + 1, sample, "noise").mixed());
    seeds.add(new DrawKey(seed, step, sample + 1, "noise").mixed());
    seeds.add(new DrawKey(seed, step, sample, "nois").mixed());
    assertEquals(5, seeds.size());
  }

  @Test
  void seedsOfNeighbouringKeysAreAllDifferent() {
    Set<Long> seeds = new HashSet<>();
    for (int step = 0; step < 50; step++) {
      for (int sample = 0; sample < 50; sample++) {
        seeds.add(new DrawKey(0, step, sample, "noise").mixed());
        seeds.add(new DrawKey(0, step, sample, "timestep").mixed());
      }
    }
    assertEquals(5000, seeds.size());
  }

  @Test
  void numbersStayTheSameOverVersions() {
    // A change here breaks the resumption of every run that was started before it.
    assertEquals(5248256666851872650L, KEY.mixed());
    assertEquals(0.32735572325691387, Draws.seeded().uniforms(KEY, 1)[0]);
    assertEquals(-0.8847732f, Draws.seeded().normals(KEY, 1)[0]);
  }

  @Test
  void normalsHaveMeanZeroAndVarianceOne() {
    float[] values = Draws.seeded().normals(KEY, MANY);
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      fourth += Math.pow(value, 4);
    }
    assertEquals(0, sum / MANY, 4 / Math.sqrt(MANY));
    assertEquals(1, squares / MANY, 4 * Math.sqrt(2.0 / MANY));
    assertEquals(3, fourth / MANY, 4 * Math.sqrt(96.0 / MANY));
  }

  @Test
  void seedsForOtherGeneratorsAreNotNegative() {
    StepDraws draws = new StepDraws(Draws.seeded(), -5, 0, "train");
    for (int index = 0; index < 1000; index++) {
      assertTrue(draws.seed(index, "dropout") >= 0);
    }
  }

  @Test
  void scopesKeepTheirNumbersApart() {
    StepDraws load = new StepDraws(Draws.seeded(), 1, 0, "load");
    StepDraws train = new StepDraws(Draws.seeded(), 1, 0, "train");
    assertNotEquals(load.sample(0).uniform("crop"), train.sample(0).uniform("crop"));
  }
}
