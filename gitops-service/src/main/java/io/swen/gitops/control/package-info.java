/** What holds automation back: the modes of environments, freeze windows and the kill switch. */
@NullMarked
package io.swen.gitops.control;

import org.jspecify.annotations.NullMarked;
