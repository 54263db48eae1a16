package org.sdvgen.host.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.TrackShape;

/** What a fingerprint of data tells apart, and how many files it looks into. */
final class DataFingerprintTest {
  private final Set<String> lookedInto = new ConcurrentSkipListSet<>();

  private String fingerprint(List<List<String>> samples) {
    TrackShape shape = new TrackShape(8, 8, 1, 8, Fit.COVER);
    return DataFingerprint.of(ShapedSamples.sort(new Texts(samples), List.of(shape)));
  }

  private static List<List<String>> samples(int count) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(i -> List.of("sample " + i, "text")).toList());
  }

  @Test
  void sameSamplesHaveTheSame() {
    assertEquals(fingerprint(samples(40)), fingerprint(samples(40)));
  }

  @Test
  void everyTextOfEverySampleCounts() {
    int count = 20_000;
    String whole = fingerprint(samples(count));
    for (int at : List.of(0, 1, 16_383, 16_384, 19_999)) {
      List<List<String>> changed = samples(count);
      changed.set(at, List.of("sample " + at, "test"));
      assertNotEquals(whole, fingerprint(changed));
    }
  }

  @Test
  void orderAndLimitsOfTextsCount() {
    String whole = fingerprint(List.of(List.of("ab", "c"), List.of("d")));
    assertNotEquals(whole, fingerprint(List.of(List.of("d"), List.of("ab", "c"))));
    assertNotEquals(whole, fingerprint(List.of(List.of("a", "bc"), List.of("d"))));
    assertNotEquals(whole, fingerprint(List.of(List.of("ab"), List.of("c", "d"))));
  }

  @Test
  void fewSamplesAreAllLookedInto() {
    fingerprint(samples(256));
    assertEquals(256, lookedInto.size());
  }

  @Test
  void ofManyAFewAreLookedInto() {
    fingerprint(samples(1000));
    assertEquals(250, lookedInto.size());
  }

  private final class Texts implements DataSource {
    private final List<List<String>> samples;

    Texts(List<List<String>> samples) {
      this.samples = samples;
    }

    @Override
    public Class<? extends Sample> sampleType() {
      return Text.class;
    }

    @Override
    public long size() {
      return samples.size();
    }

    @Override
    public Sample sample(long index) {
      return new Text(samples.get(Math.toIntExact(index)), lookedInto);
    }
  }

  private record Text(List<String> texts, Set<String> lookedInto) implements Sample {
    @Override
    public String id() {
      return texts.get(0);
    }

    @Override
    public List<String> identity(boolean content) {
      if (content) {
        lookedInto.add(id());
      }
      return texts;
    }
  }
}
