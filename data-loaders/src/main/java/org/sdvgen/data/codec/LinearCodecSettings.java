package org.sdvgen.data.codec;

import java.nio.file.Path;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.Setting;

/**
 * Settings of the codec {@code linear}.
 *
 * @param file the fitted codec
 * @param device device to compute on
 */
public record LinearCodecSettings(
    @Setting(doc = "The codec's file, made by sdvgen fit-codec") Path file,
    @Setting(
            doc = "Where to compute, as the backbone: auto, cpu or cuda:N",
            defaultValue = "auto",
            decidesResult = false)
        DeviceName device) {}
