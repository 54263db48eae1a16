package org.sdvgen.host.training;

import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;

/**
 * The switch policy's memory.
 *
 * @param policy picks the track of a step
 */
record PolicyMemory(SwitchPolicy policy) implements Restorable {
  @Override
  public void save(Draft checkpoint) {
    checkpoint.policyState(policy.state());
  }

  @Override
  public void load(ResumePoint checkpoint) {
    policy.restore(checkpoint.state().policyState());
  }
}
