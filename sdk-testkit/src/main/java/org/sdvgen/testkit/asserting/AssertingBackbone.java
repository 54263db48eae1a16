package org.sdvgen.testkit.asserting;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.ModelPart;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.backbone.WeightFormat;

/**
 * Asserts types, shapes, owners and lifetimes at the border of another backbone, which does the
 * work. A broken promise is an {@link AssertionError} that names the side at fault.
 */
public final class AssertingBackbone implements Backbone {
  private final Backbone backbone;
  private final AtomicInteger openTraces = new AtomicInteger();
  private boolean closed;

  /**
   * Wraps a backbone.
   *
   * @param backbone the one that does the work; closed with this one
   */
  public AssertingBackbone(Backbone backbone) {
    this.backbone = backbone;
  }

  @Override
  public BackboneSpec spec() {
    return open().spec();
  }

  @Override
  public Parameters parameters() {
    return open().parameters();
  }

  @Override
  public TextEncoder textEncoder() {
    return new AssertingTextEncoder(open().textEncoder());
  }

  @Override
  public LatentCodec latentCodec() {
    return new AssertingCodec(open().latentCodec());
  }

  @Override
  public Denoiser denoiser(Tuning tuning) {
    Denoiser denoiser = open().denoiser(tuning);
    return new AssertingDenoiser(denoiser, backbone.spec(), openTraces);
  }

  @Override
  public NoiseProcess noiseProcess() {
    return new AssertingNoiseProcess(open().noiseProcess());
  }

  @Override
  public String fingerprint() {
    return backbone.fingerprint();
  }

  @Override
  public void save(Path folder, WeightFormat format, Optional<MasterWeights> masters) {
    open().save(folder, format, masters);
  }

  @Override
  public NDManager newScope() {
    return open().newScope();
  }

  @Override
  public void release(ModelPart part) {
    open().release(part);
  }

  private Backbone open() {
    Checks.require(!closed, () -> "the backbone is used after it was closed");
    return backbone;
  }

  @Override
  public void close() {
    closed = true;
    backbone.close();
    int left = openTraces.get();
    Checks.require(left == 0, () -> left + " traces were never closed");
  }
}
