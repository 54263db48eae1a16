/**
 * A double round a real backbone that asserts both sides of the contract: what callers hand in and
 * what the backbone gives back.
 */
@NullMarked
package org.sdvgen.testkit.asserting;

import org.jspecify.annotations.NullMarked;
