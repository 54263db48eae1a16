package org.sdvgen.testkit;

import org.junit.jupiter.api.Nested;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.testkit.contract.DataSourceContractTest;

class FakeDataTest {
  @Nested
  class Pairs extends DataSourceContractTest {
    @Override
    protected DataSource newSource() {
      return FakeData.pairs(5);
    }
  }

  @Nested
  class Videos extends DataSourceContractTest {
    @Override
    protected DataSource newSource() {
      return FakeData.videos(5);
    }
  }
}
