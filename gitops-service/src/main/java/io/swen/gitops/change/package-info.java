/** Changes: their state machine, their REST interface and what is stored of them. */
@NullMarked
package io.swen.gitops.change;

import org.jspecify.annotations.NullMarked;
