package org.sdvgen.testkit;

import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.testkit.contract.ObjectiveContractTest;

class FakeObjectiveTest extends ObjectiveContractTest {
  @Override
  protected Objective newObjective() {
    return new FakeObjective();
  }

  @Override
  protected Sample sample(int index) {
    return FakeData.video(index);
  }
}
