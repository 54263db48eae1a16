package org.sdvgen.wan22.checkpoint;

import java.util.List;
import org.sdvgen.runtime.weights.TensorTable;

/** The tensors of the autoencoder, named as diffusers names them. */
public final class VaeTensors {
  private static final int KERNEL = 3;
  private static final long QUERY_KEY_VALUE = 3;

  private final TensorTable.Builder table = TensorTable.builder();
  private final VaeConfig config;

  private VaeTensors(VaeConfig config) {
    this.config = config;
  }

  /**
   * Lists names and shapes.
   *
   * @param config the network's sizes
   * @return the table
   */
  public static TensorTable of(VaeConfig config) {
    VaeTensors tensors = new VaeTensors(config);
    tensors.addEncoder();
    tensors.addDecoder();
    return tensors.table.build();
  }

  private void addEncoder() {
    List<Integer> multiples = config.dimMult();
    int last = multiples.size() - 1;
    int in = config.baseDim();
    addConv("encoder.conv_in", in, config.inChannels());
    for (int i = 0; i <= last; i++) {
      String path = "encoder.down_blocks." + i;
      int out = config.baseDim() * multiples.get(i);
      addResnets(path, in, out, config.numResBlocks());
      if (i < last) {
        addResample(path + ".downsampler", out, config.temporalDownsample().get(i), out);
      }
      in = out;
    }
    addMidBlock("encoder.mid_block", in);
    addNorm("encoder.norm_out", in);
    int moments = 2 * config.latentChannels();
    addConv("encoder.conv_out", moments, in);
    table.addWithBias("quant_conv", moments, moments, 1, 1, 1);
  }

  private void addDecoder() {
    List<Integer> multiples = config.dimMult();
    int last = multiples.size() - 1;
    int latents = config.latentChannels();
    int in = config.decoderBaseDim() * multiples.get(last);
    table.addWithBias("post_quant_conv", latents, latents, 1, 1, 1);
    addConv("decoder.conv_in", in, latents);
    addMidBlock("decoder.mid_block", in);
    for (int i = 0; i <= last; i++) {
      String path = "decoder.up_blocks." + i;
      int out = config.decoderBaseDim() * multiples.get(last - i);
      addResnets(path, in, out, config.numResBlocks() + 1);
      if (i < last) {
        boolean temporal = config.temporalDownsample().get(last - 1 - i);
        addResample(path + ".upsampler", out, temporal, 2 * out);
      }
      in = out;
    }
    addNorm("decoder.norm_out", in);
    addConv("decoder.conv_out", config.outChannels(), in);
  }

  private void addResnets(String path, int in, int out, int layers) {
    for (int i = 0; i < layers; i++) {
      addResnet(path + ".resnets." + i, i == 0 ? in : out, out);
    }
  }

  private void addResnet(String path, int in, int out) {
    addNorm(path + ".norm1", in);
    addConv(path + ".conv1", out, in);
    addNorm(path + ".norm2", out);
    addConv(path + ".conv2", out, out);
    if (in != out) {
      table.addWithBias(path + ".conv_shortcut", out, in, 1, 1, 1);
    }
  }

  private void addMidBlock(String path, int channels) {
    addResnets(path, channels, channels, 2);
    String attention = path + ".attentions.0";
    table.add(attention + ".norm.gamma", channels, 1, 1);
    table.addWithBias(attention + ".to_qkv", QUERY_KEY_VALUE * channels, channels, 1, 1);
    table.addWithBias(attention + ".proj", channels, channels, 1, 1);
  }

  private void addResample(String path, int channels, boolean temporal, int timeChannels) {
    table.addWithBias(path + ".resample.1", channels, channels, KERNEL, KERNEL);
    if (temporal) {
      table.addWithBias(path + ".time_conv", timeChannels, channels, KERNEL, 1, 1);
    }
  }

  private void addNorm(String path, int channels) {
    table.add(path + ".gamma", channels, 1, 1, 1);
  }

  private void addConv(String path, int out, int in) {
    table.addWithBias(path, out, in, KERNEL, KERNEL, KERNEL);
  }
}
