package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.testkit.contract.UpdateRuleContractTest;

/** The contract of update rules, tried on one with a memory. */
class RunningMeanRuleTest extends UpdateRuleContractTest {
  private final NDManager manager = Devices.newManager(Devices.cpu());

  @Override
  protected UpdateRule newRule() {
    return new RunningMean(manager, new LinkedHashMap<>());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Replaces every gradient by the mean of itself and what was put in its place before. */
  private record RunningMean(NDManager manager, Map<String, NDArray> state) implements UpdateRule {
    @Override
    public void apply(UpdateStep step, GradientBuffer gradients) {
      gradients
          .all()
          .forEach(
              (name, gradient) -> {
                NDArray old = state.get(name);
                if (old != null) {
                  gradient.addi(old).muli(0.5f);
                }
                keep(name, gradient);
              });
    }

    @Override
    public void restore(String name, NDArray array) {
      keep(name, array);
    }

    private void keep(String name, NDArray array) {
      NDArray copy = array.duplicate();
      copy.attach(manager);
      state.put(name, copy);
    }
  }
}
