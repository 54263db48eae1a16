/**
 * A double round a real backbone that asserts both sides of the contract: the arguments of callers
 * and the results of the backbone.
 */
@NullMarked
package org.sdvgen.testkit.asserting;

import org.jspecify.annotations.NullMarked;
