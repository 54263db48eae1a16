package org.sdvgen.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.resource.Folders;
import org.sdvgen.cli.resource.ResourceFiles;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;

/**
 * Times training steps of a mid-size model, each followed by one of the peer, so that both see the
 * same machine in the same state.
 *
 * @param folder takes the models
 * @param backbone the model's backbone, as configurations name it
 * @param rounds timed steps
 * @param warmup steps before them, which are not counted
 */
public record StepBench(Path folder, String backbone, int rounds, int warmup) {
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
          "there is no benchmark of the backbone "
              + backbone
              + ": sdvgen bench --help names those");
    }
    ResourceFiles.copy(StepBench.class, List.of(COMMON, backbone), folder);
  }

  /**
   * Runs one setting.
   *
   * @param builder a builder without a configuration
   * @param dtype {@code fp32} or {@code bf16}
   * @param checkpointing whether activations are computed again on the way back
   * @param peer command of the peer, without its arguments
   * @return one line of results
   */
  public String run(
      SdvgenBuilder builder, String dtype, boolean checkpointing, Optional<List<String>> peer) {
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
      Alternation alternation = new Alternation(warmup);
      if (peer.isEmpty()) {
        sdvgen.trainer().train(alternation);
      } else {
        try (Peer program = new Peer(arguments(peer.get(), dtype, checkpointing))) {
          alternation.peer = Optional.of(program);
          sdvgen.trainer().train(alternation);
        }
      }
      encodings.forEach(EncodingsOnce::close);
      return alternation.timings().line();
    } finally {
      Folders.removeFrom(folder, OUTPUT);
    }
  }

  private List<String> arguments(List<String> command, String dtype, boolean checkpointing) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(
        List.of(
            "--config",
            folder.resolve(backbone).resolve("model/transformer/config.json").toString(),
            "--dtype",
            dtype,
            "--checkpointing",
            checkpointing ? "on" : "off"));
    return arguments;
  }

  /** Lets the peer take a step after every own one. */
  private static final class Alternation implements TrainingListener {
    private final int warmup;
    private final List<Double> own = new ArrayList<>();
    private final List<Double> other = new ArrayList<>();
    private Optional<Peer> peer = Optional.empty();

    Alternation(int warmup) {
      this.warmup = warmup;
    }

    @Override
    public void stepFinished(StepReport report) {
      Optional<Double> answer = peer.map(Peer::step);
      if (report.step() >= warmup) {
        own.add(report.seconds());
        answer.ifPresent(other::add);
      }
    }

    Timings timings() {
      return new Timings(own, other);
    }
  }
}
