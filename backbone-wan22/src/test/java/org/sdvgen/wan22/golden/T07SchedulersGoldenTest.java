package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.backbone.SolverChoice;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.checkpoint.SchedulerConfig;
import org.sdvgen.wan22.diffusion.NoiseLevels;
import org.sdvgen.wan22.diffusion.TrainingSigmas;
import org.sdvgen.wan22.diffusion.Wan22Process;

/** Case 7: noise levels, training targets, and both solvers' trajectories. */
class T07SchedulersGoldenTest {
  private static final double SIGMAS = 1e-6;
  private static final double TOLERANCE = 5e-5;

  private final GoldenFolder golden = WanGolden.open();

  @Test
  void noiseLevelsAgree() {
    SchedulerConfig config = config();
    int levels = config.numTrainTimesteps();
    try (GoldenTensors tensors = open()) {
      for (String steps : tensors.matches("unipc\\.sigmas_(\\d+)")) {
        int count = Integer.parseInt(steps);
        NoiseLevels unipc = NoiseLevels.uniPc(count, config.shift(), levels);
        checkSigmas(tensors, "unipc.sigmas_" + steps, unipc.sigmas());
        assertArrayEquals(
            tensors.timesteps("unipc.timesteps_" + steps).toFloatArray(),
            floats(unipc.timesteps()));
        Parity.exact("07", "unipc.timesteps_" + steps);
        checkEuler(tensors, steps, NoiseLevels.euler(count, config.shift(), levels));
      }
      for (String steps : tensors.matches("euler\\.sigmas_(\\d+)_custom")) {
        int count = Integer.parseInt(steps);
        List<Double> given =
            IntStream.range(0, count).mapToObj(i -> (count - i) / (double) count).toList();
        checkEuler(tensors, steps + "_custom", NoiseLevels.euler(given, config.shift(), levels));
      }
    }
  }

  @Test
  void levelsOfTrainingAgree() {
    try (GoldenTensors tensors = open()) {
      NDArray expected = tensors.get("euler.train_timesteps");
      int levels = Math.toIntExact(expected.getShape().get(0));
      double[] uniforms =
          IntStream.range(0, levels).mapToDouble(i -> (levels - i) / (double) levels).toArray();
      NDArray timesteps = process().timesteps(tensors.manager(), uniforms);
      Parity.relative("07", "euler.train_timesteps", expected, timesteps, SIGMAS);
    }
  }

  @Test
  void noisyLatentsAndTargetsAgree() {
    try (GoldenTensors tensors = open()) {
      NDArray clean = tensors.get("train.x0");
      NDArray noise = tensors.get("train.noise");
      Corruption corruption = process().corrupt(clean, noise, tensors.get("train.timestep"));
      check(tensors, "train.x_t", corruption.noisy());
      check(tensors, "train.target", corruption.target());
      for (String scheduler : List.of("scale_noise", "add_noise")) {
        NDArray timesteps =
            tensors.get(scheduler + ".sigma").mul((float) config().numTrainTimesteps());
        check(tensors, scheduler + ".x_t", process().corrupt(clean, noise, timesteps).noisy());
      }
    }
  }

  @Test
  void trajectoriesAgree() {
    try (GoldenTensors tensors = open()) {
      for (String steps : tensors.matches("trajectory(\\d+)\\.start")) {
        checkTrajectory(tensors, "trajectory" + steps, "unipc");
        checkTrajectory(tensors, "trajectory" + steps, "euler");
      }
    }
  }

  private void checkTrajectory(GoldenTensors tensors, String path, String name) {
    NDArray outputs = tensors.get(path + ".model_outputs");
    NDArray expected = tensors.get(path + "." + name + "_samples");
    int steps = Math.toIntExact(outputs.getShape().get(0));
    NDArray latents = tensors.get(path + ".start");
    SolverChoice wanted = new SolverChoice(name, steps);
    try (Solver solver = process().solver(wanted)) {
      for (int i = 0; i < steps; i++) {
        latents =
            solver.step(
                i,
                latents,
                outputs.get(i),
                () -> {
                  throw new AssertionError(name + " draws noise");
                });
        Parity.relative("07", path + "." + name + "." + i, expected.get(i), latents, TOLERANCE);
      }
    }
  }

  private void checkEuler(GoldenTensors tensors, String steps, NoiseLevels euler) {
    checkSigmas(tensors, "euler.sigmas_" + steps, euler.sigmas());
    NDArray expected = tensors.get("euler.timesteps_" + steps);
    NDArray actual = tensors.manager().create(floats(euler.timesteps()));
    Parity.relative("07", "euler.timesteps_" + steps, expected, actual, SIGMAS);
  }

  private static void checkSigmas(GoldenTensors tensors, String name, List<Double> sigmas) {
    float[] values = floats(sigmas);
    NDArray actual = tensors.manager().create(values, new Shape(values.length));
    Parity.absolute("07", name, tensors.get(name), actual, SIGMAS);
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  private SchedulerConfig config() {
    return WanGolden.model(golden).schedulerConfig();
  }

  private Wan22Process process() {
    return new Wan22Process(config(), TrainingSigmas.SHIFTED_UNIFORM);
  }

  private GoldenTensors open() {
    return new GoldenTensors(golden.tensors("schedulers.safetensors"));
  }

  private static void check(GoldenTensors tensors, String name, NDArray actual) {
    Parity.relative("07", name, tensors.get(name), actual, TOLERANCE);
  }
}
