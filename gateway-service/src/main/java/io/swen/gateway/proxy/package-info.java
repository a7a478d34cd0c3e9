/** Hands calls on to the service that owns the resource. */
@NullMarked
package io.swen.gateway.proxy;

import org.jspecify.annotations.NullMarked;
