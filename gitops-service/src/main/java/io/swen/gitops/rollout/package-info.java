/** Judges new versions against those before them: step by step while they take over, and in the time after. */
@NullMarked
package io.swen.gitops.rollout;

import org.jspecify.annotations.NullMarked;
