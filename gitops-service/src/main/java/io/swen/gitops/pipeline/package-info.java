/** The seven stages that take a change from its commit to the cloud, durable and resumable. */
@NullMarked
package io.swen.gitops.pipeline;

import org.jspecify.annotations.NullMarked;
