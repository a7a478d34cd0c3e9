/** Takes changes back by commits of their own, and pins what they were about so that nothing re-applies them. */
@NullMarked
package io.swen.gitops.rollback;

import org.jspecify.annotations.NullMarked;
