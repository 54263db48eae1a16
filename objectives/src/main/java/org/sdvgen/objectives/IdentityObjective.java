package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.random.SampleDraws;

/**
 * Subject identity from pairs of pictures (paper, L_img): one latent frame of the target is
 * predicted from the source and a prompt in which the subject is marked. Both pictures are cropped
 * at random; a sample loses its reference with the probability {@code view_drop}.
 */
final class IdentityObjective extends ReferenceObjective {
  private static final String SOURCE = "source";

  private final IdentitySettings settings;

  IdentityObjective(IdentitySettings settings) {
    super(settings.targetSampling());
    this.settings = settings;
  }

  @Override
  public Class<? extends Sample> sampleType() {
    return SubjectPair.class;
  }

  @Override
  public Set<ReferenceMode> references() {
    return settings.viewDrop() == 1 ? Set.of() : Set.of(ReferenceMode.TOKENS);
  }

  @Override
  public boolean usesClips() {
    return false;
  }

  /** An objective that never has a reference stays as it is. */
  @Override
  public Objective withoutReferenceDrop() {
    return settings.viewDrop() == 1 ? this : new IdentityObjective(settings.withViewDrop(0));
  }

  @Override
  public Optional<String> prompt(Sample sample, BackboneSpec backbone) {
    return Optional.of(markedPrompt((SubjectPair) sample, backbone));
  }

  @Override
  public Example load(Sample sample, LoadContext context) {
    SubjectPair pair = (SubjectPair) sample;
    TrackShape shape = context.shape();
    SampleDraws draws = context.draws();
    String prompt = markedPrompt(pair, context.backbone());
    return new Example(
        pair.id(),
        draws.sample(),
        prompt,
        Map.of(
            SOURCE,
            pair.source().read(settings.sourceCrop().view(shape, draws, DrawPurposes.SOURCE_CROP)),
            TARGET,
            pair.target()
                .read(settings.targetCrop().view(shape, draws, DrawPurposes.TARGET_CROP))));
  }

  private String markedPrompt(SubjectPair pair, BackboneSpec backbone) {
    try {
      return backbone
          .subjectToken()
          .map(token -> settings.subjectToken().mark(pair.prompt(), pair.subject(), token))
          .orElse(pair.prompt());
    } catch (InputException e) {
      throw new InputException(pair.id() + ": " + e.getMessage(), e);
    }
  }

  @Override
  List<Reference> references(MicroBatch batch, TrainingModel model, NDManager scope) {
    double[] uniforms = batch.uniforms(DrawPurposes.VIEW_DROP);
    if (Arrays.stream(uniforms).noneMatch(this::keepsView)) {
      return List.of();
    }
    LatentDistribution posterior = model.encode(scope, batch.examples(), SOURCE);
    NDArray latents =
        settings
            .referenceSampling()
            .take(posterior, batch, DrawPurposes.REFERENCE_POSTERIOR, scope);
    int tokens = referenceTokens(latents, model);
    List<boolean[]> rows =
        Arrays.stream(uniforms).mapToObj(u -> KeepMask.row(tokens, keepsView(u))).toList();
    return new KeepMask(rows).references(latents);
  }

  private boolean keepsView(double uniform) {
    return uniform >= settings.viewDrop();
  }
}
