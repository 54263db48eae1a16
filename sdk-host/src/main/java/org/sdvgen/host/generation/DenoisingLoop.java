package org.sdvgen.host.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.GenerationListener;

/** Goes from noise to latents. */
final class DenoisingLoop {
  private final TrainingModel model;
  private final GenerationPlan plan;
  private final Conditioning conditioning;
  private final GenerationDraws draws;
  private final GenerationListener listener;

  DenoisingLoop(
      TrainingModel model,
      GenerationPlan plan,
      Conditioning conditioning,
      GenerationDraws draws,
      GenerationListener listener) {
    this.model = model;
    this.plan = plan;
    this.conditioning = conditioning;
    this.draws = draws;
    this.listener = listener;
  }

  /**
   * Takes all steps.
   *
   * @param scope owns the result
   * @return the clean latents, (1, c, f, h, w)
   */
  NDArray run(NDManager scope) {
    try (Solver solver = model.noiseProcess().solver(plan.solver())) {
      NDArray latents = initial(scope, solver);
      double[] timesteps = solver.timesteps();
      for (int i = 0; i < timesteps.length; i++) {
        double scale =
            plan.guided()
                ? plan.guidanceSchedule()
                    .scale(plan.guidanceScale(), i, timesteps[i], timesteps.length)
                : 1;
        NDArray next = step(scope, solver, latents, i, scale);
        latents.close();
        latents = next;
        listener.denoised(
            new GenerationListener.Step(i, timesteps.length, timesteps[i], scale, latents));
      }
      return withFirstFrame(latents);
    }
  }

  private NDArray initial(NDManager scope, Solver solver) {
    Shape shape = new Shape(plan.latentShape(model.spec().latents()));
    NDArray noise = draws.initialLatents(scope, shape);
    return solver.initNoiseSigma() == 1 ? noise : noise.muli(solver.initNoiseSigma());
  }

  private NDArray step(NDManager scope, Solver solver, NDArray latents, int index, double scale) {
    try (NDManager stepScope = model.newScope()) {
      NDArray own = latents.duplicate();
      own.attach(stepScope);
      NDArray prediction = predict(stepScope, own, solver.timesteps()[index], scale);
      NDArray next =
          solver.step(index, own, prediction, noise(stepScope, latents.getShape(), index));
      next.attach(scope);
      return next;
    }
  }

  private Supplier<NDArray> noise(NDManager scope, Shape shape, int index) {
    int[] draw = {0};
    return () -> draws.solver(scope, shape, index, draw[0]++);
  }

  private NDArray withFirstFrame(NDArray latents) {
    return conditioning.firstFrame().map(frame -> frame.in(latents)).orElse(latents);
  }

  private NDArray predict(NDManager scope, NDArray latents, double timestep, double scale) {
    NDArray seen = withFirstFrame(latents);
    if (!plan.guided()) {
      return model.denoiser().predict(input(scope, seen, timestep));
    }
    NDArray both = NDArrays.concat(new NDList(seen, seen), 0);
    NDArray predictions = model.denoiser().predict(input(scope, both, timestep));
    NDArray unconditional = predictions.get("0:1");
    NDArray conditional = predictions.get("1:2");
    return unconditional.add(conditional.sub(unconditional).muli(scale));
  }

  private DenoiserInput input(NDManager scope, NDArray latents, double timestep) {
    return new DenoiserInput(
        latents,
        timesteps(scope, latents.getShape(), timestep),
        conditioning.text(),
        conditioning.references(),
        OptionalDouble.of(plan.fps()));
  }

  private NDArray timesteps(NDManager scope, Shape latents, double timestep) {
    int batch = Math.toIntExact(latents.get(0));
    if (conditioning.firstFrame().isEmpty()) {
      float[] timesteps = new float[batch];
      Arrays.fill(timesteps, (float) timestep);
      return scope.create(timesteps);
    }
    int frames = Math.toIntExact(latents.get(2));
    return scope.create(FirstFrame.timesteps(timestep, batch, frames), new Shape(batch, frames));
  }
}
