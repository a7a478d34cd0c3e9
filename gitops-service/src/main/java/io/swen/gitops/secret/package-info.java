/** What a secret looks like in files and containers. */
@NullMarked
package io.swen.gitops.secret;

import org.jspecify.annotations.NullMarked;
