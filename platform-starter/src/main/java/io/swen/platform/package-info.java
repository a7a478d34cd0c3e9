/** What every SWEN service shares; each nested package is one concern, wired by Spring Boot auto-configuration. */
@NullMarked
package io.swen.platform;

import org.jspecify.annotations.NullMarked;
