package io.swen.simulator;

import io.swen.simulator.clock.SimulatedClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is to be run.
 *
 * @param bind address to listen on
 * @param awsPort 0 for any free one
 * @param alibabaPort 0 for any free one
 * @param directory where state is kept
 * @param credentials null to read {@code credentials.json} in the directory, or make it
 * @param throttleFactor multiplies the clouds' call limits; 0 switches throttling off
 * @param wall what signatures and throttling take as the time of day
 */
public record SimulatorConfig(
        String bind,
        int awsPort,
        int alibabaPort,
        Path directory,
        @Nullable SimulatorCredentials credentials,
        double speed,
        long seed,
        double throttleFactor,
        Clock wall) {

    public SimulatorConfig {
        Objects.requireNonNull(directory);
        Objects.requireNonNull(wall);
        if (awsPort < 0 || awsPort > 65_535 || alibabaPort < 0 || alibabaPort > 65_535) {
            throw new IllegalArgumentException("ports lie between 0 and 65535: " + awsPort + ", " + alibabaPort);
        }
        if (!(speed >= SimulatedClock.MIN_SPEED && speed <= SimulatedClock.MAX_SPEED)) {
            throw new IllegalArgumentException("speed must be between " + SimulatedClock.MIN_SPEED + " and "
                    + SimulatedClock.MAX_SPEED + ": " + speed);
        }
        if (!(throttleFactor >= 0)) {
            throw new IllegalArgumentException("the throttle factor must not be negative: " + throttleFactor);
        }
    }

    /** A simulator on two free ports of the loopback interface with random credentials, for tests. */
    public static SimulatorConfig forTests(Path directory) {
        return new SimulatorConfig(
                "127.0.0.1", 0, 0, directory, SimulatorCredentials.random(), 1, 42, 1, Clock.systemUTC());
    }

    public SimulatorConfig withSpeed(double newSpeed) {
        return new SimulatorConfig(
                bind, awsPort, alibabaPort, directory, credentials, newSpeed, seed, throttleFactor, wall);
    }

    public SimulatorConfig withSeed(long newSeed) {
        return new SimulatorConfig(
                bind, awsPort, alibabaPort, directory, credentials, speed, newSeed, throttleFactor, wall);
    }

    public SimulatorConfig withThrottleFactor(double factor) {
        return new SimulatorConfig(bind, awsPort, alibabaPort, directory, credentials, speed, seed, factor, wall);
    }

    public SimulatorConfig withCredentials(SimulatorCredentials keys) {
        return new SimulatorConfig(bind, awsPort, alibabaPort, directory, keys, speed, seed, throttleFactor, wall);
    }

    /**
     * Reads the environment, gathering every problem.
     *
     * @throws IllegalArgumentException with one line for each problem
     */
    static SimulatorConfig fromEnvironment(Map<String, String> environment) {
        var problems = new ArrayList<String>();
        var reader = new Reader(environment, problems);
        int base = (int) reader.number("SWEN_PORT_BASE", 8_080, 1, 65_000);
        int aws = (int) reader.number("SWEN_SIMULATOR_AWS_PORT", base + 10, 0, 65_535);
        int alibaba = (int) reader.number("SWEN_SIMULATOR_ALIBABA_PORT", base + 11, 0, 65_535);
        double speed = reader.number("SWEN_SIMULATOR_SPEED", 1, SimulatedClock.MIN_SPEED, SimulatedClock.MAX_SPEED);
        double factor = reader.number("SWEN_SIMULATOR_THROTTLE_FACTOR", 1, 0, 1e6);
        long seed = reader.seed();
        Path directory = Path.of(reader.text("SWEN_SIMULATOR_DIR", ".swen/simulator"));
        String file = reader.text("SWEN_SIMULATOR_CREDENTIALS_FILE", "");
        SimulatorCredentials credentials = null;
        if (!file.isEmpty()) {
            try {
                credentials = SimulatorCredentials.read(Path.of(file));
            } catch (IllegalArgumentException e) {
                problems.add("SWEN_SIMULATOR_CREDENTIALS_FILE: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return new SimulatorConfig(
                reader.text("SWEN_SIMULATOR_BIND", "127.0.0.1"),
                aws,
                alibaba,
                directory,
                credentials,
                speed,
                seed,
                factor,
                Clock.systemUTC());
    }

    private record Reader(Map<String, String> environment, List<String> problems) {

        String text(String name, String otherwise) {
            String value = environment.get(name);
            return value == null || value.isBlank() ? otherwise : value.strip();
        }

        double number(String name, double otherwise, double min, double max) {
            String value = text(name, "");
            if (value.isEmpty()) {
                return otherwise;
            }
            try {
                double number = Double.parseDouble(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                problems.add(name + " is '" + value + "', which is not a number");
                return otherwise;
            }
            problems.add(name + " is " + value + ", allowed: " + min + " to " + max);
            return otherwise;
        }

        long seed() {
            String value = text("SWEN_SIMULATOR_SEED", "42");
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                problems.add("SWEN_SIMULATOR_SEED is '" + value + "', which is not a whole number");
                return 42;
            }
        }
    }
}
