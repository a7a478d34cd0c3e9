/** Alibaba Cloud as its SDKs see it: ECS and CloudMonitor behind RPC signatures. */
@NullMarked
package io.swen.simulator.alibaba;

import org.jspecify.annotations.NullMarked;
