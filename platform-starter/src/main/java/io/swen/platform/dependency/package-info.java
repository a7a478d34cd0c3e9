/** What a service calls and how those calls go, measured: its part of the map of the platform. */
@NullMarked
package io.swen.platform.dependency;

import org.jspecify.annotations.NullMarked;
