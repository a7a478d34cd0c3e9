/** Starts and configures the simulator of AWS and Alibaba Cloud, and answers its own calls. */
@NullMarked
package io.swen.simulator;

import org.jspecify.annotations.NullMarked;
