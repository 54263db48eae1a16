package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.host.config.ComponentCatalog;
import org.sdvgen.host.memory.MemoryForecast;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.host.wiring.Application;

/**
 * An opened configuration: the entry point of the command line and of embedding programs.
 *
 * <pre>{@code
 * try (Sdvgen sdvgen = Sdvgen.open(Path.of("train.properties"), "max_train_steps=100")) {
 *   sdvgen.trainer().train();
 *   GenerationRequest request =
 *       GenerationRequest.builder("A fox runs over snow")
 *           .subject("fox")
 *           .reference(Path.of("fox.png"))
 *           .build();
 *   sdvgen.generator().generate(request).saveVideo(Path.of("fox.mp4"));
 * }
 * }</pre>
 *
 * <p>The model is loaded when a trainer or a generator is first asked for, and shared by both. Used
 * from one thread at a time. Once closed, it makes nothing more: its methods throw {@link
 * IllegalStateException}.
 */
public final class Sdvgen implements AutoCloseable {
  private final Application application;

  Sdvgen(Application application) {
    this.application = application;
  }

  /**
   * Opens a configuration file.
   *
   * @param configuration a {@code .properties}, {@code .yaml}, {@code .yml}, {@code .xml} or {@code
   *     .json} file
   * @param overrides {@code key=value} settings that replace the file's
   * @return the opened configuration; the caller closes it
   * @throws org.sdvgen.api.error.InputException with all problems of the configuration
   */
  public static Sdvgen open(Path configuration, String... overrides) {
    return builder().configuration(configuration).overrides(overrides).open();
  }

  /**
   * Starts from nothing.
   *
   * @return a builder
   */
  public static SdvgenBuilder builder() {
    return new SdvgenBuilder();
  }

  /**
   * Plans the run of {@link #trainer}, checked as far as that can be without the model's weights: a
   * backbone that can tell its outline is not loaded, so that this takes seconds for a model of any
   * size.
   *
   * @return the plan; the same object at every call
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault, or if the
   *     configuration has no tracks
   */
  public TrainingPlan trainingPlan() {
    return application.get(TrainingPlan.class);
  }

  /**
   * Plans the memory of the run of {@link #trainer}, or that of generating where the configuration
   * has no tracks, for this machine. A backbone that can tell its outline is not loaded.
   *
   * @return the plan
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault
   */
  public MemoryPlan memoryPlan() {
    return memoryPlan(machine());
  }

  /**
   * Plans the memory for another machine, as the other method does.
   *
   * @param machine the machine
   * @return the plan
   * @throws org.sdvgen.api.error.InputException as the other method throws
   */
  public MemoryPlan memoryPlan(Machine machine) {
    return application.get(MemoryForecast.class).plan(machine);
  }

  /**
   * Describes this machine, as far as the configured backbone uses it, without loading the engine.
   *
   * @return the machine, with assumed rates
   * @throws org.sdvgen.api.error.InputException as {@link #memoryPlan()} throws
   */
  public Machine machine() {
    return application.get(MemoryForecast.class).machine();
  }

  /**
   * The training run that the configuration describes: loads the model and the data and checks that
   * they fit together.
   *
   * @return the trainer; the same object at every call
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault, or if the
   *     configuration has no tracks
   */
  public Trainer trainer() {
    return application.get(Trainer.class);
  }

  /**
   * Shows the samples of the run that the configuration describes: opens the data, and as much of
   * the model as {@link #trainingPlan} needs, since the samples depend on its sizes and its subject
   * token.
   *
   * @return the inspector; the same object at every call
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault, or if the
   *     configuration has no tracks
   */
  public DataInspector inspector() {
    return application.get(DataInspector.class);
  }

  /**
   * Fills the cache that {@code cache.*} describes: loads the model and the data.
   *
   * @return the preparer; the same object at every call
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault, if the
   *     configuration has no tracks, or if it keeps nothing
   */
  public Preparer preparer() {
    return application.get(Preparer.class);
  }

  /**
   * Compares gradients along the run that the configuration describes and that has been trained.
   *
   * @return the analyzer; the same object at every call
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault, or if {@code
   *     analysis.*} compares nothing
   */
  public GradientAnalyzer analyzer() {
    return application.get(GradientAnalyzer.class);
  }

  /**
   * The generator that the configuration describes: loads the model.
   *
   * @return the generator; the same object at every call
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault
   */
  public Generator generator() {
    return application.get(Generator.class);
  }

  /**
   * The evaluation that the configuration describes: loads the model and the metrics.
   *
   * @return the evaluator; the same object at every call
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault, or if the
   *     configuration names no data or no metrics to evaluate with
   */
  public Evaluator evaluator() {
    return application.get(Evaluator.class);
  }

  /**
   * Tools for the adapter files of the configured backbone; no model is loaded.
   *
   * @return the tools; the same object at every call
   * @throws org.sdvgen.api.error.InputException if the checkpoint is at fault or the backbone has
   *     no such tools
   */
  public Adapters adapters() {
    return application.get(Adapters.class);
  }

  /**
   * The samples to look at and measure with that {@code evaluation.data.*} describes.
   *
   * @return the samples; the same object at every call, closed with this one
   * @throws org.sdvgen.api.error.InputException if the configuration names none or a file is at
   *     fault
   */
  public DataSource evaluationData() {
    return application.get(DataSource.class);
  }

  /**
   * How many CPU threads share one operation of the model, by the setting {@code threads}. Loads
   * the model, on whose size it depends. The number is the process's: of several opened
   * configurations the one that loads its model or begins to train last sets it.
   *
   * @return the number with its reason
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault
   */
  public ComputeThreads threads() {
    return application.get(ComputeThreads.class);
  }

  /**
   * Lists every component that a configuration could choose.
   *
   * @return the components by kind and name
   */
  public List<ComponentInfo> plugins() {
    return ComponentCatalog.of(application.get(PluginRegistry.class));
  }

  /** Frees the model and the data. */
  @Override
  public void close() {
    application.close();
  }
}
