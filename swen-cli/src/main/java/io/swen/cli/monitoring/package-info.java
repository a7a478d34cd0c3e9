/** Real Prometheus and Alertmanager beside the platform running here, with the configuration that ships. */
@NullMarked
package io.swen.cli.monitoring;

import org.jspecify.annotations.NullMarked;
