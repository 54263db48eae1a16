package org.sdvgen.runtime.text;

/**
 * A token that is cut out of a prompt before SentencePiece sees the rest.
 *
 * @param content its text
 * @param id its row of the embedding table
 * @param stripsLeft whether it swallows the white space before it ({@code lstrip})
 * @param stripsRight whether it swallows the white space after it ({@code rstrip})
 */
record AddedToken(String content, int id, boolean stripsLeft, boolean stripsRight) {}
