/**
 * The promises of the plugin contract as tests. A plugin's test extends the class for its kind of
 * component and says how one is made; further tests of its own go beside them.
 */
@NullMarked
package org.sdvgen.testkit.contract;

import org.jspecify.annotations.NullMarked;
