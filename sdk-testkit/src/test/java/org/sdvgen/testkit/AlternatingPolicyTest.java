package org.sdvgen.testkit;

import java.util.List;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.testkit.contract.SwitchPolicyContractTest;

class AlternatingPolicyTest extends SwitchPolicyContractTest {
  @Override
  protected SwitchPolicy newPolicy(List<String> tracks) {
    return new AlternatingPolicy();
  }
}
