package org.sdvgen.data.toyworld;

import java.util.List;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.testkit.contract.DataSourceContractTest;

/** Pairs of the toy world keep the contract of data sources. */
class ToyPairsTest extends DataSourceContractTest {
  @Override
  protected DataSource newSource() {
    return new ToyWorldSource(
        new ToyWorldSettings(
            ToySamples.PAIRS,
            ToyClips.OTHER_SUBJECTS,
            ToySplit.UNSEEN,
            /* classes= */ List.of(),
            /* subjects= */ 2,
            /* size= */ 5,
            /* seed= */ 3,
            /* markedCaptions= */ 0));
  }
}
