/** What runs in the clouds: creating, observing and removing it. */
@NullMarked
package io.swen.gitops.deploy;

import org.jspecify.annotations.NullMarked;
