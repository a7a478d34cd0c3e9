/** Ways to tell people and other systems something: receivers, a durable queue of what is on its way, and who sends it. */
@NullMarked
package io.swen.platform.notification;

import org.jspecify.annotations.NullMarked;
