package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;

/**
 * Settings of training without switching.
 *
 * @param track the only track that is trained
 */
public record SingleTrackSettings(
    @Setting(doc = "The only track that is trained", defaultValue = "identity") String track) {}
