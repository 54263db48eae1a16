package org.sdvgen.host.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.Notices;

/**
 * A model that keeps what its codec and its text encoder make. The key of an entry is the content
 * itself: every bit of the pixels as they were read, fitted and cropped, or the prompt, and the
 * fingerprint of what encodes it. So another file under the same name, another size or another
 * model can never meet an entry that is not theirs.
 *
 * <p>Clips and prompts are encoded one by one, so that an entry does not depend on its neighbours
 * in a batch. Pixels that are no clip of an example, such as a random frame of it, are always
 * encoded again.
 */
public final class CachedModel extends ForwardingTrainingModel {
  private static final String MEAN = "mean";
  private static final String DEVIATION = "deviation";

  private final TrainingModel live;
  private final EntryStore latents;
  private final EntryStore texts;
  private final boolean keepsText;
  private final ModelFingerprint fingerprint;
  private Optional<String> codecPrint = Optional.empty();
  private Optional<String> textPrint = Optional.empty();

  /**
   * A model with a cache.
   *
   * @param live answers what the cache does not hold
   * @param folder holds the cache
   * @param keepsText whether embeddings of prompts are kept as well
   * @param settings the settings of backbone and codec as they were written
   * @param probes what such a model made of probes before
   * @param notices is told of broken entries
   */
  public CachedModel(
      TrainingModel live,
      Path folder,
      boolean keepsText,
      Map<String, String> settings,
      KnownProbes probes,
      Notices notices) {
    super(live);
    this.live = live;
    this.keepsText = keepsText;
    latents = new EntryStore(folder.resolve("latents"), notices);
    texts = new EntryStore(folder.resolve("text"), notices);
    fingerprint = new ModelFingerprint(live, settings, probes);
  }

  /**
   * Sees to it that the latents of an example are kept.
   *
   * @param example a loaded sample
   * @return how many entries had to be made
   */
  public int prepare(Example example) {
    int made = 0;
    for (String role : example.clips().keySet()) {
      String key = key(example.clip(role));
      if (!latents.holds(key)) {
        try (NDManager scope = live.newScope()) {
          encode(scope, example, role, key);
        }
        made++;
      }
    }
    return made;
  }

  /**
   * Tells whether embeddings are kept.
   *
   * @return whether {@link #prepare(String)} has anything to do
   */
  public boolean keepsText() {
    return keepsText;
  }

  /**
   * Sees to it that the embeddings of a prompt are kept.
   *
   * @param prompt the prompt
   * @return how many entries had to be made, 0 or 1
   */
  public int prepare(String prompt) {
    if (texts.holds(key(prompt))) {
      return 0;
    }
    try (NDManager scope = live.newScope()) {
      encodeText(scope, prompt);
    }
    return 1;
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    try (NDManager scope = manager.newSubManager()) {
      NDList means = new NDList();
      NDList deviations = new NDList();
      for (Example example : examples) {
        String key = key(example.clip(role));
        Map<String, NDArray> entry =
            latents.read(key, scope).orElseGet(() -> encode(scope, example, role, key));
        means.add(part(entry, MEAN));
        deviations.add(part(entry, DEVIATION));
      }
      NDArray mean = NDArrays.concat(means, 0);
      NDArray deviation = NDArrays.concat(deviations, 0);
      mean.attach(manager);
      deviation.attach(manager);
      return new LatentDistribution(mean, deviation);
    }
  }

  private static NDArray part(Map<String, NDArray> entry, String name) {
    NDArray array = entry.get(name);
    if (array == null) {
      throw new IllegalStateException("an entry has no array " + name + ": " + entry.keySet());
    }
    return array;
  }

  private Map<String, NDArray> encode(NDManager scope, Example example, String role, String key) {
    LatentDistribution made = live.encode(scope, List.of(example), role);
    Map<String, NDArray> entry = new LinkedHashMap<>();
    entry.put(MEAN, made.mean());
    entry.put(DEVIATION, made.std());
    latents.write(key, entry);
    return entry;
  }

  private String key(PixelClip clip) {
    if (codecPrint.isEmpty()) {
      codecPrint = Optional.of(fingerprint.codec());
    }
    return new ContentDigest().add(codecPrint.get()).add(clip).hex();
  }

  @Override
  public TextBundle encodeText(NDManager manager, List<String> prompts) {
    if (!keepsText) {
      return live.encodeText(manager, prompts);
    }
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDList> joined = new LinkedHashMap<>();
      for (String prompt : prompts) {
        texts
            .read(key(prompt), scope)
            .orElseGet(() -> encodeText(scope, prompt))
            .forEach((name, array) -> joined.computeIfAbsent(name, n -> new NDList()).add(array));
      }
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      joined.forEach((name, parts) -> arrays.put(name, NDArrays.concat(parts, 0)));
      TextBundle bundle = new TextBundle(arrays);
      bundle.attach(manager);
      return bundle;
    }
  }

  private Map<String, NDArray> encodeText(NDManager scope, String prompt) {
    Map<String, NDArray> entry = live.encodeText(scope, List.of(prompt)).arrays();
    texts.write(key(prompt), entry);
    return entry;
  }

  private String key(String prompt) {
    if (textPrint.isEmpty()) {
      textPrint = Optional.of(fingerprint.text());
    }
    return new ContentDigest().add(textPrint.get()).add(prompt).hex();
  }
}
