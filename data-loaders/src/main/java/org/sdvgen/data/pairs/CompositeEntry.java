package org.sdvgen.data.pairs;

/**
 * An entry in the list of pairs of composite pictures.
 *
 * @param shard number of the file
 * @param row the file's row
 * @param target the half to generate
 * @param prompt describes the target
 * @param subject the words of the prompt that name the subject
 */
record CompositeEntry(int shard, long row, CompositeHalf target, String prompt, String subject) {}
