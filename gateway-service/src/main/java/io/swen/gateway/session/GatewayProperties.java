package io.swen.gateway.session;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the dashboard is told of the installation.
 *
 * @param simulated whether the clouds are the built-in simulator
 */
@ConfigurationProperties("swen.gateway")
record GatewayProperties(@DefaultValue("false") boolean simulated) {}
