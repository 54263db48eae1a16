package org.sdvgen.api.data;

/**
 * A video and what it shows.
 *
 * @param id where the video comes from
 * @param video the frames
 * @param caption describes the video
 */
public record CaptionedVideo(String id, Video video, String caption) implements Sample {}
