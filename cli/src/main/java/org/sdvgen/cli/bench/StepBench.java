package org.sdvgen.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.resource.Folders;
import org.sdvgen.cli.resource.ResourceFiles;
import org.sdvgen.host.EngineInfo;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.StepProfile;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;

/**
 * Times training steps of a mid-size model, in turn with those of a peer, so that both see the same
 * machine in the same state.
 *
 * @param folder takes the models
 * @param backbone the model's backbone, as configurations name it
 * @param rounds timed steps
 * @param warmup steps before them, which are not counted
 * @param profile folder that takes a trace of every setting's last steps; they are slower, so that
 *     a profile is taken in place of a comparison
 */
public record StepBench(
    Path folder, String backbone, int rounds, int warmup, Optional<Path> profile) {
  private static final String COMMON = "bench.yaml";

  private static final String OUTPUT = "output";

  /**
   * Writes recipe and model configuration into the folder.
   *
   * @throws InputException if there is no benchmark of this backbone
   */
  public void prepare() {
    if (StepBench.class.getResource(backbone + "/recipe.yaml") == null) {
      throw new InputException(
          "--backbone "
              + backbone
              + ": there is no benchmark of it; sdvgen bench --help lists the backbones");
    }
    ResourceFiles.copy(StepBench.class, List.of(COMMON, backbone), folder);
  }

  /**
   * Runs one setting.
   *
   * @param builder a builder without a configuration
   * @param dtype {@code fp32} or {@code bf16}
   * @param checkpointing {@code none}, {@code full} or {@code selective}
   * @param peer command of the peer, without its arguments
   * @return one line of results
   * @throws InputException if the peer does not start, or does other work than sdvgen
   */
  public String run(
      SdvgenBuilder builder, String dtype, String checkpointing, Optional<List<String>> peer) {
    List<EncodingsOnce> encodings = new ArrayList<>();
    builder
        .configuration(folder.resolve(backbone).resolve("recipe.yaml"))
        .overrides(
            "backbone.dtype=" + dtype,
            "backbone.gradient_checkpointing=" + checkpointing,
            "max_train_steps=" + (rounds + warmup),
            "checkpointing_steps=" + (rounds + warmup),
            "output_dir=" + folder.resolve(OUTPUT).toAbsolutePath())
        .trainingModel(
            model -> {
              EncodingsOnce once = new EncodingsOnce(model);
              encodings.add(once);
              return once;
            });
    try (Sdvgen sdvgen = builder.open()) {
      String line =
          profile.isPresent()
              ? profiled(sdvgen.trainer(), profile.get(), dtype + "-" + checkpointing)
              : peer.isEmpty()
                  ? alone(sdvgen.trainer())
                  : beside(sdvgen.trainer(), arguments(peer.get(), dtype, checkpointing));
      encodings.forEach(EncodingsOnce::close);
      return line;
    } finally {
      Folders.removeFrom(folder, OUTPUT);
    }
  }

  private String alone(Trainer trainer) {
    List<Double> seconds = new ArrayList<>();
    trainer.train(
        new TrainingListener() {
          @Override
          public void stepFinished(StepReport report) {
            if (report.step() >= warmup) {
              seconds.add(report.seconds());
            }
          }
        });
    return new Timings(seconds, List.of()).line() + "; " + trainer.plan().threads();
  }

  private String profiled(Trainer trainer, Path traces, String setting) {
    try (StepProfile taken = new StepProfile(warmup, rounds)) {
      trainer.train(taken);
      taken.write(traces.resolve(backbone + "-" + setting + ".json"));
      return taken.table();
    }
  }

  /** The peer is asked what it computes with before anything is timed. */
  private String beside(Trainer trainer, List<String> command) {
    EngineInfo engine = EngineInfo.inspect();
    Equipment own =
        new Equipment(
            engine.version(),
            trainer.plan().threads().number(),
            trainer.plan().trainableParameters());
    try (Peer program = new Peer(command)) {
      own.requireSameWork(program.equipment());
      Alternation alternation = new Alternation(warmup, program::step);
      trainer.train(alternation);
      return alternation.timings().line() + "; " + own.line(program.equipment());
    }
  }

  private List<String> arguments(List<String> command, String dtype, String checkpointing) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(
        List.of(
            "--config",
            folder.resolve(backbone).resolve("model/transformer/config.json").toString(),
            "--dtype",
            dtype,
            "--checkpointing",
            List.of("none", "false").contains(checkpointing) ? "off" : "on"));
    return arguments;
  }
}
