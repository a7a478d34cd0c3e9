/** Hears from Git hosts that there may be something new; what there is, is asked of the host itself. */
@NullMarked
package io.swen.gitops.webhook;

import org.jspecify.annotations.NullMarked;
