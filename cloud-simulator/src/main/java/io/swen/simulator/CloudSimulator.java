package io.swen.simulator;

import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the simulator as a program, configured by its environment. */
public final class CloudSimulator {

    private static final Logger LOG = LoggerFactory.getLogger(CloudSimulator.class);

    private CloudSimulator() {}

    public static void main(String[] args) throws InterruptedException {
        SimulatorConfig config;
        SimulatorServer simulator;
        try {
            config = SimulatorConfig.fromEnvironment(System.getenv());
            simulator = SimulatorServer.start(config);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            LOG.error("The simulator cannot start: {}", e.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::stop, "simulator-stop"));
        LOG.info(
                "Simulated clouds are up after {} ms: AWS {}, Alibaba Cloud {}, domain time {} at speed {}, seed {}, state in {}{}",
                ManagementFactory.getRuntimeMXBean().getUptime(),
                simulator.awsEndpoint(),
                simulator.alibabaEndpoint(),
                simulator.clock().instant(),
                config.speed(),
                config.seed(),
                config.directory(),
                config.credentials() == null ? ", access keys in its credentials.json" : "");
        simulator.join();
    }
}
