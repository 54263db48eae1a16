package org.sdvgen.api.backbone;

/**
 * fp32 copies of pretrained weights, under the pretrained names, for training base weights. A
 * denoiser uses them in place of the pretrained ones, which stay frozen; a network of lower
 * precision rounds them at every use.
 */
public non-sealed interface MasterWeights extends TrainableWeights {}
