/** Answers interruptions and outages by runbooks: drains, has replacements decided, follows their changes, and says what became of it. */
@org.jspecify.annotations.NullMarked
package io.swen.gitops.remediation;
