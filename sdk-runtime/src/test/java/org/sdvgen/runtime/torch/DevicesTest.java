package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.error.InputException;

class DevicesTest {
  @Test
  void autoTakesTheFirstGpuIfThereIsOne() {
    assertEquals(Device.cpu(), Devices.of(DeviceName.parse("auto"), 0));
    assertEquals(Device.gpu(0), Devices.of(DeviceName.parse("auto"), 2));
  }

  @Test
  void namesADevice() {
    assertEquals(Device.cpu(), Devices.of(DeviceName.parse("cpu"), 4));
    assertEquals(Device.gpu(0), Devices.of(DeviceName.parse("cuda"), 1));
    assertEquals(Device.gpu(3), Devices.of(DeviceName.parse("cuda:3"), 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "CPU", "cuda:99999"})
  void refusesOtherWords(String word) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DeviceName.parse(word));
    assertTrue(e.toString().contains('"' + word + '"'), e.toString());
  }

  @Test
  void refusesAnAbsentGpu() {
    InputException none =
        assertThrows(InputException.class, () -> Devices.of(DeviceName.parse("cuda:0"), 0));
    assertTrue(none.toString().contains("no GPU was found"), none.toString());
    InputException few =
        assertThrows(InputException.class, () -> Devices.of(DeviceName.parse("cuda:2"), 2));
    assertTrue(few.toString().contains("only 2 GPU(s)"), few.toString());
  }
}
