/** What the other services hand over: workloads, decisions, offers, and the plan made of them. */
@NullMarked
package io.swen.gitops.contract;

import org.jspecify.annotations.NullMarked;
