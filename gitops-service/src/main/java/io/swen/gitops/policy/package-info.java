/** Policies as code: rules in CEL from the repository, checked before they count, and what they say of a change. */
@NullMarked
package io.swen.gitops.policy;

import org.jspecify.annotations.NullMarked;
