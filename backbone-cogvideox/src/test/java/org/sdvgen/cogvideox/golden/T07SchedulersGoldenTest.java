package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.backbone.SolverChoice;
import org.sdvgen.cogvideox.diffusion.CogVideoXProcess;
import org.sdvgen.cogvideox.diffusion.NoiseSchedule;
import org.sdvgen.cogvideox.diffusion.VPrediction;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 7: noise levels, training targets, and both solvers' trajectories. */
class T07SchedulersGoldenTest {
  private static final double TOLERANCE = 2e-6;
  private static final double FLOAT64 = 1e-12;

  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void noiseLevelsAgreeInFloat64() {
    try (CogVideoXTensors tensors = open()) {
      NoiseSchedule schedule = new NoiseSchedule(CogVideoXGolden.model(golden).schedulerConfig());
      double[] expected = tensors.get("alphas_cumprod").toDoubleArray();
      assertEquals(expected.length, schedule.levels());
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i] - schedule.alphaCumprod(i)));
      }
      Parity.check("07", "alphas_cumprod", largest, FLOAT64);
    }
  }

  @Test
  void timestepsAreEqual() {
    try (CogVideoXTensors tensors = open()) {
      for (String steps : tensors.matches("timesteps\\.(\\d+)")) {
        double[] expected =
            Arrays.stream(tensors.get("timesteps." + steps).toLongArray())
                .asDoubleStream()
                .toArray();
        try (Solver solver = solver("ddim", Integer.parseInt(steps))) {
          assertArrayEquals(expected, solver.timesteps());
        }
      }
      Parity.exact("07", "timesteps");
    }
  }

  @Test
  void noisyLatentsAndTargetsAgree() {
    try (CogVideoXTensors tensors = open()) {
      Corruption corruption =
          process()
              .corrupt(tensors.get("sample"), tensors.get("noise"), tensors.timesteps("timestep"));
      check(tensors, "add_noise", corruption.noisy());
      check(tensors, "get_velocity", corruption.target());
    }
  }

  @Test
  void trajectoriesAgree() {
    try (CogVideoXTensors tensors = open()) {
      NDArray outputs = tensors.get("model_outputs");
      NoiseSchedule schedule = new NoiseSchedule(CogVideoXGolden.model(golden).schedulerConfig());
      int steps = Math.toIntExact(outputs.getShape().get(0));
      for (String name : List.of("ddim", "dpm")) {
        NDArray latents = tensors.get("start");
        try (Solver solver = solver(name, steps)) {
          for (int i = 0; i < steps; i++) {
            NDArray noise = tensors.get("dpm.noises").get(i);
            double alpha = schedule.alphaCumprod((int) solver.timesteps()[i]);
            NDArray original = VPrediction.original(alpha, latents, outputs.get(i));
            check(tensors, name + ".step." + i + ".original", original);
            latents = solver.step(i, latents, outputs.get(i), noise::duplicate);
            check(tensors, name + ".step." + i, latents);
          }
        }
      }
    }
  }

  private CogVideoXProcess process() {
    return new CogVideoXProcess(CogVideoXGolden.model(golden).schedulerConfig());
  }

  private Solver solver(String name, int steps) {
    return process().solver(new SolverChoice(name, steps));
  }

  private CogVideoXTensors open() {
    return new CogVideoXTensors(golden.tensors("07_schedulers.safetensors"));
  }

  private static void check(CogVideoXTensors tensors, String name, NDArray actual) {
    Parity.relative("07", name, tensors.get(name), actual, TOLERANCE);
  }
}
