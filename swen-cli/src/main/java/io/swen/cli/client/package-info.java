/** The platform's client: signing in, calling the gateway, and showing workloads, decisions and changes. */
@NullMarked
package io.swen.cli.client;

import org.jspecify.annotations.NullMarked;
