/** Has what a change wanted, and did not reach, tried once more by a change of its own. */
@org.jspecify.annotations.NullMarked
package io.swen.gitops.retry;
