package org.sdvgen.data.videos;

/**
 * What a video is listed by: texts only, so that hundreds of thousands fit into memory.
 *
 * @param where the video's place in the data set, which names the sample
 * @param file the video's file, relative to the data set's folder or absolute
 * @param caption describes the video
 */
record VideoEntry(String where, String file, String caption) {}
