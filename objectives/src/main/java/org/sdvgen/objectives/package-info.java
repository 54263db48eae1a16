/**
 * The paper's two training objectives, the policies that switch between them and the rules that
 * change their gradients, as one plugin (arXiv:2504.17816, Algorithm 1).
 */
@NullMarked
package org.sdvgen.objectives;

import org.jspecify.annotations.NullMarked;
