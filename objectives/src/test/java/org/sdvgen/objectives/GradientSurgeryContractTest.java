package org.sdvgen.objectives;

import java.util.Optional;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.objectives.GradientSurgerySettings.Other;
import org.sdvgen.objectives.GradientSurgerySettings.Place;
import org.sdvgen.testkit.contract.UpdateRuleContractTest;

class GradientSurgeryContractTest extends UpdateRuleContractTest {
  @Override
  protected UpdateRule newRule() {
    GradientSurgerySettings settings =
        new GradientSurgerySettings(
            0.2,
            "motion",
            "identity",
            2,
            Other.MEAN,
            WeightFormat.BF16,
            Place.HOST,
            Optional.empty());
    return new GradientSurgery(settings, RuleRig.CONTEXT);
  }
}
