/** Live events for browsers and programs over one WebSocket. */
@NullMarked
package io.swen.gateway.live;

import org.jspecify.annotations.NullMarked;
