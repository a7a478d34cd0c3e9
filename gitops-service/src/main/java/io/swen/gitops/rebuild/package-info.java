/** Keeps a record of every change in Git, and makes this service's tables anew from those records and the sealed audit log. */
@NullMarked
package io.swen.gitops.rebuild;

import org.jspecify.annotations.NullMarked;
