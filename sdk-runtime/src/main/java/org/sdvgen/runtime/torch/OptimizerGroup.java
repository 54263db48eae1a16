package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several optimizers of different parameters as one, such as Muon for matrices beside AdamW. */
public final class OptimizerGroup implements Optimizer {
  /**
   * One optimizer's part.
   *
   * @param optimizer changes its own parameters; closed with the group
   * @param parameters their names
   * @param rateFactor its learning rate as a multiple of the group's
   */
  public record Member(Optimizer optimizer, List<String> parameters, double rateFactor) {
    /** Copies the list. */
    public Member {
      parameters = List.copyOf(parameters);
    }
  }

  private final List<Member> members;

  /**
   * A group.
   *
   * @param members the optimizers, no two with parameters or names of state in common
   */
  public OptimizerGroup(List<Member> members) {
    this.members = List.copyOf(members);
  }

  @Override
  public void step(Map<String, NDArray> gradients, double learningRate) {
    int total = members.stream().mapToInt(member -> member.parameters().size()).sum();
    if (gradients.size() != total) {
      throw new IllegalArgumentException("gradients are not those of the optimizers' parameters");
    }
    for (Member member : members) {
      Map<String, NDArray> own = new LinkedHashMap<>(gradients);
      own.keySet().retainAll(member.parameters());
      member.optimizer().step(own, learningRate * member.rateFactor());
    }
  }

  @Override
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    members.forEach(member -> state.putAll(member.optimizer().state()));
    return state;
  }

  @Override
  public void restore(Map<String, NDArray> state) {
    Optimizer.requireSameArrays(state, state());
    for (Member member : members) {
      Map<String, NDArray> own = new LinkedHashMap<>(state);
      own.keySet().retainAll(member.optimizer().state().keySet());
      member.optimizer().restore(own);
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.optimizer().close());
  }
}
