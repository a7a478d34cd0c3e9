/** How services reach Kafka, where it is configured. */
@NullMarked
package io.swen.platform.kafka;

import org.jspecify.annotations.NullMarked;
