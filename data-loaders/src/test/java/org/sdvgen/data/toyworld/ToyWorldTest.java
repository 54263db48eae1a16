package org.sdvgen.data.toyworld;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.objective.SubjectPrompt;

/** The contract of the toy world: scenes by index, and captions that agree with them. */
class ToyWorldTest {
  private static final View SMALL = View.whole(48, 48, Fit.COVER);
  private static final ToyWorld WORLD = new ToyWorld(7, ToySplit.TRAINING, 100);

  @Test
  void scenesArePureFunctionsOfSeedAndIndex() {
    ToyWorld again = new ToyWorld(7, ToySplit.TRAINING, 100);
    assertEquals(WORLD.pair(5), again.pair(5));
    assertEquals(WORLD.clip(9, ToyClips.OTHER_SUBJECTS), again.clip(9, ToyClips.OTHER_SUBJECTS));
    assertNotEquals(WORLD.pair(5), WORLD.pair(6));
    assertNotEquals(WORLD.pair(5), new ToyWorld(8, ToySplit.TRAINING, 100).pair(5));
  }

  @Property(tries = 300)
  void theSubjectOfAPairStaysAndEverythingElseChanges(
      @ForAll @LongRange(min = 0, max = 1L << 39) long index) {
    ToyPair pair = WORLD.pair(index);
    assertEquals(pair.source().subject(), pair.target().subject());
    assertNotEquals(pair.source().background(), pair.target().background());
    assertNotEquals(pair.source().radius(), pair.target().radius());
    assertNotEquals(pair.source().turn(), pair.target().turn());
    String word = pair.target().subject().shape().word();
    assertTrue(SubjectPrompt.mark(pair.prompt(), word, "<cls>").contains("<cls> " + word));
    assertTrue(pair.prompt().contains(pair.target().background().words()), pair.prompt());
    assertFalse(pair.prompt().contains(pair.source().background().words()), pair.prompt());
  }

  @Property(tries = 300)
  void clipsTellClassMotionAndSceneAndStayInThePicture(
      @ForAll @LongRange(min = 0, max = 1L << 39) long index, @ForAll ToyClips kind) {
    ToyClip clip = WORLD.clip(index, kind);
    ToyScene scene = clip.scene();
    String caption = clip.caption();
    assertTrue(caption.contains(scene.subject().shape().word()), caption);
    assertTrue(caption.contains(scene.background().words()), caption);
    assertTrue(caption.contains(scene.motion().name().toLowerCase(Locale.ROOT)), caption);
    for (double progress : new double[] {0, 0.5, 1}) {
      assertTrue(Math.abs(scene.centreX(progress)) < 0.3, "x " + scene.centreX(progress));
      assertTrue(Math.abs(scene.centreY(progress)) < 0.3, "y " + scene.centreY(progress));
    }
  }

  @Test
  void clipsOfOtherSubjectsSayNothingOfTheSubjects() {
    for (long index = 0; index < 200; index++) {
      ToySubject other = WORLD.clip(index, ToyClips.OTHER_SUBJECTS).scene().subject();
      assertTrue(ToyShape.EVERYDAY_OBJECTS.contains(other.shape()));
      assertTrue(other.saturation() < WORLD.subject(index).saturation() / 2);
    }
    assertTrue(ToyShape.SUBJECTS.stream().noneMatch(ToyShape.EVERYDAY_OBJECTS::contains));
    assertEquals(WORLD.subject(3), WORLD.clip(3, ToyClips.SAME_SUBJECTS).scene().subject());
  }

  @Test
  void unseenSubjectsAreNoneOfTheTrainingOnes() {
    ToyWorld unseen = new ToyWorld(7, ToySplit.UNSEEN, 100);
    Set<ToySubject> known = subjects(WORLD);
    assertEquals(100, known.size());
    assertTrue(subjects(unseen).stream().noneMatch(known::contains));
  }

  @Test
  void everythingOccursAndCaptionsDifferInLength() {
    Set<Object> seen = new HashSet<>();
    Set<Integer> lengths = new HashSet<>();
    for (long index = 0; index < 300; index++) {
      ToyClip clip = WORLD.clip(index, ToyClips.SAME_SUBJECTS);
      seen.addAll(
          List.of(
              clip.scene().subject().shape(),
              clip.scene().subject().pattern(),
              clip.scene().motion(),
              clip.scene().background()));
      lengths.add(clip.caption().split(" ", -1).length);
    }
    int kinds =
        ToyShape.SUBJECTS.size()
            + ToyPattern.values().length
            + ToyMotion.values().length
            + ToyBackground.values().length;
    assertEquals(kinds, seen.size());
    assertTrue(lengths.size() >= 4, lengths.toString());
  }

  @Test
  void subjectsAreOfTheChosenClasses() {
    List<ToyShape> two = List.of(ToyShape.BALL, ToyShape.TENT);
    ToyWorld world = new ToyWorld(7, ToySplit.UNSEEN, 100, two);
    Set<ToyShape> seen = new HashSet<>();
    for (long index = 0; index < 50; index++) {
      ToySubjectVideo video = world.subjectVideo(index);
      seen.add(video.asked().subject().shape());
      seen.add(video.unrelated().subject().shape());
      seen.add(world.pair(index).source().subject().shape());
    }
    assertEquals(Set.copyOf(two), seen);
  }

  @Test
  void classesOfEverydayObjectsAreNotThoseOfSubjects() {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ToyWorldSettings(
                    ToySamples.PAIRS,
                    ToyClips.OTHER_SUBJECTS,
                    ToySplit.TRAINING,
                    List.of(ToyShape.MOON),
                    /* subjects= */ 1,
                    /* size= */ 1,
                    /* seed= */ 0,
                    /* markedCaptions= */ 0));
    assertEquals(
        "classes must be some of [ball, square, tent, ring, cross], not moon", wrong.getMessage());
  }

  @Test
  void theSourceGivesWhatItsSettingsName() {
    SubjectPair pair = (SubjectPair) new ToyWorldSource(config(ToySamples.PAIRS)).sample(4);
    assertEquals(1, pair.source().read(SMALL).frames());
    assertEquals(WORLD.pair(4).prompt(), pair.prompt());
    ToyWorldSource clips = new ToyWorldSource(config(ToySamples.CLIPS));
    assertEquals(CaptionedVideo.class, clips.sampleType());
    assertEquals(50, clips.size());
    ClipRequest request = new ClipRequest(SMALL, 9, 8, 0);
    PixelClip clip = ((CaptionedVideo) clips.sample(4)).video().read(request);
    PixelClip again = ((CaptionedVideo) clips.sample(4)).video().read(request);
    assertEquals(9, clip.frames());
    assertArrayEquals(clip.values(), again.values());
  }

  @Test
  void captionsAreMarkedAsOftenAsAskedFor() {
    ToyWorldSource marking = new ToyWorldSource(config(ToySamples.CLIPS, 0.5));
    ToyWorldSource plain = new ToyWorldSource(config(ToySamples.CLIPS));
    int marked = 0;
    for (int i = 0; i < marking.size(); i++) {
      String caption = ((CaptionedVideo) marking.sample(i)).caption();
      marked += caption.contains("<cls> ") ? 1 : 0;
      assertEquals(((CaptionedVideo) plain.sample(i)).caption(), caption.replace("<cls> ", ""));
    }
    assertTrue(marked > 15 && marked < 35, marked + " of 50");
  }

  private static ToyWorldSettings config(ToySamples samples) {
    return config(samples, 0);
  }

  private static ToyWorldSettings config(ToySamples samples, double markedCaptions) {
    return new ToyWorldSettings(
        samples,
        ToyClips.OTHER_SUBJECTS,
        ToySplit.TRAINING,
        /* classes= */ List.of(),
        /* subjects= */ 100,
        /* size= */ 50,
        /* seed= */ 7,
        markedCaptions);
  }

  private static Set<ToySubject> subjects(ToyWorld world) {
    return LongStream.range(0, 100).mapToObj(world::subject).collect(Collectors.toSet());
  }
}
