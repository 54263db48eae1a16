package org.sdvgen.cogvideox.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CropRegionTest {
  @Test
  void theNativeShapeIsNotCropped() {
    assertEquals(new CropRegion(0, 0, 30, 45), CropRegion.of(30, 45, 30, 45));
    assertEquals(new CropRegion(0, 0, 30, 45), CropRegion.of(4, 6, 30, 45));
  }

  @Test
  void halvesAreRoundedToEven() {
    // 13 rows of 30 leave 17: half of it, 8.5, becomes 8.
    assertEquals(new CropRegion(8, 0, 21, 45), CropRegion.of(2, 7, 30, 45));
  }

  @Property
  void oneSideIsFilledAndTheOtherCentred(
      @ForAll @IntRange(min = 1, max = 90) int rows,
      @ForAll @IntRange(min = 1, max = 90) int columns) {
    CropRegion region = CropRegion.of(rows, columns, 30, 45);
    boolean fillsRows = region.top() == 0 && region.bottom() == 30;
    boolean fillsColumns = region.left() == 0 && region.right() == 45;
    assertTrue(fillsRows || fillsColumns, region.toString());
    assertTrue(Math.abs(region.top() - (30 - region.bottom())) <= 1, region.toString());
    assertTrue(Math.abs(region.left() - (45 - region.right())) <= 1, region.toString());
  }
}
