package org.sdvgen.data.toyworld;

import java.util.List;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.testkit.contract.DataSourceContractTest;

/** Clips of the toy world keep the contract of data sources. */
class ToyClipsTest extends DataSourceContractTest {
  @Override
  protected DataSource newSource() {
    return new ToyWorldSource(
        new ToyWorldSettings(
            ToySamples.CLIPS,
            ToyClips.SAME_SUBJECTS,
            ToySplit.TRAINING,
            /* classes= */ List.of(),
            /* subjects= */ 2,
            /* size= */ 5,
            /* seed= */ 3,
            /* markedCaptions= */ 0));
  }
}
