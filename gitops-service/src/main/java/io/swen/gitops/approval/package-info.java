/** Who has to agree to a change, and their verdicts. */
@NullMarked
package io.swen.gitops.approval;

import org.jspecify.annotations.NullMarked;
