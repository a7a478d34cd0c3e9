/** Terraform: its states, its runs, and plans that can only be applied as they were approved. */
@NullMarked
package io.swen.gitops.terraform;

import org.jspecify.annotations.NullMarked;
