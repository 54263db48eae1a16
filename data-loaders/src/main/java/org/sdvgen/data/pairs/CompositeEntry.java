package org.sdvgen.data.pairs;

/**
 * What a pair of a composite picture is listed by.
 *
 * @param shard number of the file
 * @param row the file's row
 * @param target the half that is to be generated
 * @param prompt describes the target
 * @param subject the words of the prompt that name the subject
 */
record CompositeEntry(int shard, long row, CompositeHalf target, String prompt, String subject) {}
