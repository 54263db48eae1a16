package org.sdvgen.cogvideox;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.runtime.backbone.BaseFormat;
import org.sdvgen.testkit.contract.BaseStorageContractTest;

class BaseStorageTest extends BaseStorageContractTest {
  @Override
  protected Path checkpoint() {
    return TinyModel.folder();
  }

  @Override
  protected Backbone open(
      Path checkpoint,
      String dtype,
      Optional<BaseFormat> weights,
      Optional<Integer> residentBlocks) {
    return TinyModel.open(
        TinyModel.withStorage(
            TinyModel.config(checkpoint, dtype, true, NormLora.REFERENCE),
            weights,
            residentBlocks));
  }

  @Override
  protected CheckpointTools tools(Path checkpoint, String dtype) {
    return CogVideoXPlugin.BACKBONE
        .checkpointTools(TinyModel.config(checkpoint, dtype, true, NormLora.REFERENCE))
        .orElseThrow();
  }

  @Override
  protected BackboneOutline outline(
      Path checkpoint,
      String dtype,
      Optional<BaseFormat> weights,
      Optional<Integer> residentBlocks) {
    return CogVideoXPlugin.BACKBONE.outline(
        TinyModel.withStorage(
            TinyModel.config(checkpoint, dtype, true, NormLora.REFERENCE),
            weights,
            residentBlocks));
  }
}
