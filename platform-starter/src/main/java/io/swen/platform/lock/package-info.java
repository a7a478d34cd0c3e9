/** Work that only one instance of a service does at a time. */
@NullMarked
package io.swen.platform.lock;

import org.jspecify.annotations.NullMarked;
