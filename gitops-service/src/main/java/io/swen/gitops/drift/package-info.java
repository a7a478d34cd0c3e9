/** Finds where what runs differs from what the repository says, and heals or reports it. */
@NullMarked
package io.swen.gitops.drift;

import org.jspecify.annotations.NullMarked;
