/** What runs well in one environment is brought to the next, with the evidence for it. */
@NullMarked
package io.swen.gitops.promotion;

import org.jspecify.annotations.NullMarked;
