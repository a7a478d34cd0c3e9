/** Real Prometheus and Alertmanager beside the platform running here, with the configuration that ships. */
@NullMarked
package io.swen.cli.observe;

import org.jspecify.annotations.NullMarked;
