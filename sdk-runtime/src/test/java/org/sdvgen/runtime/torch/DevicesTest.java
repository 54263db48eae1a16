package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;

class DevicesTest {
  @Test
  void autoTakesTheFirstGpuIfThereIsOne() {
    assertEquals(Device.cpu(), Devices.parse("auto", 0));
    assertEquals(Device.gpu(0), Devices.parse("auto", 2));
  }

  @Test
  void namesADevice() {
    assertEquals(Device.cpu(), Devices.parse("cpu", 4));
    assertEquals(Device.gpu(0), Devices.parse("cuda", 1));
    assertEquals(Device.gpu(3), Devices.parse("cuda:3", 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "CPU", "cuda:99999"})
  void refusesOtherWords(String word) {
    InputException e = assertThrows(InputException.class, () -> Devices.parse(word, 1));
    assertTrue(e.toString().contains('"' + word + '"'), e.toString());
  }

  @Test
  void refusesAnAbsentGpu() {
    InputException none = assertThrows(InputException.class, () -> Devices.parse("cuda:0", 0));
    assertTrue(none.toString().contains("no GPU was found"), none.toString());
    InputException few = assertThrows(InputException.class, () -> Devices.parse("cuda:2", 2));
    assertTrue(few.toString().contains("only 2 GPU(s)"), few.toString());
  }
}
