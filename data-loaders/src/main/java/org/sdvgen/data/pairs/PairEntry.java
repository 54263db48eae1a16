package org.sdvgen.data.pairs;

/**
 * An entry in the list of pairs: texts only, so that hundreds of thousands fit into memory.
 *
 * @param where the pair's place in the data set, which names it
 * @param source the reference picture's file, relative to the data set's folder or absolute
 * @param target the target picture's file, likewise
 * @param prompt describes the target
 * @param subject the words of the prompt that name the subject
 */
record PairEntry(String where, String source, String target, String prompt, String subject) {}
