/** Tells people and other systems what happened: routing, a durable outbox, and the ways out. */
@NullMarked
package io.swen.telemetry.notification;

import org.jspecify.annotations.NullMarked;
