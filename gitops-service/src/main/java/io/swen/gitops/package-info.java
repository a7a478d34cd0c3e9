/** Takes every decision through Git and a durable pipeline to the cloud. */
@NullMarked
package io.swen.gitops;

import org.jspecify.annotations.NullMarked;
