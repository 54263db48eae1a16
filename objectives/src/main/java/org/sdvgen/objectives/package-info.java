/**
 * The paper's two training objectives and the policies that switch between them, as one plugin
 * (arXiv:2504.17816, Algorithm 1).
 */
@NullMarked
package org.sdvgen.objectives;

import org.jspecify.annotations.NullMarked;
