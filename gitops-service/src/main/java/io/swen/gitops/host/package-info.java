/** Keeps the environment repository and its remote at a Git host together, and tells the host what becomes of commits. */
@NullMarked
package io.swen.gitops.host;

import org.jspecify.annotations.NullMarked;
