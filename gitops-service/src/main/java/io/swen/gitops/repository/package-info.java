/** The environment repository: real Git that holds what is wanted, and who agreed to it. */
@NullMarked
package io.swen.gitops.repository;

import org.jspecify.annotations.NullMarked;
