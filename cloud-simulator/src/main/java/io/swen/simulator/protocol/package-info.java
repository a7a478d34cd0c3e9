/** What the wire protocols of both clouds have in common: requests, answers, throttling and faults. */
@NullMarked
package io.swen.simulator.protocol;

import org.jspecify.annotations.NullMarked;
