package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which port each part listens on; all shift with the base.
 *
 * @param base the gateway's port
 */
public record PortPlan(int base) {
    public static final int DEFAULT_BASE = 8080;
    private static final int POSTGRES_OFFSET = 352;
    /** Below what systems give to outgoing connections: such a port is not taken while whoever listens on it is away. */
    private static final int FIRST_FREE = 20_000;

    private static final int LAST_FREE = 32_000;

    public PortPlan {
        if (base < 1024 || base > 65_535 - POSTGRES_OFFSET) {
            throw new CliException(
                    ExitCode.USAGE,
                    "SWEN_PORT_BASE is " + base,
                    "It must be between 1024 and " + (65_535 - POSTGRES_OFFSET) + "; the default is " + DEFAULT_BASE
                            + ".");
        }
    }

    /** The plan that {@code SWEN_PORT_BASE} asks for. */
    public static PortPlan from(@Nullable String portBase) {
        if (portBase == null || portBase.isBlank()) {
            return new PortPlan(DEFAULT_BASE);
        }
        try {
            return new PortPlan(Integer.parseInt(portBase.strip()));
        } catch (NumberFormatException notANumber) {
            throw new CliException(
                    ExitCode.USAGE,
                    "SWEN_PORT_BASE is \"" + portBase + "\"",
                    "It must be a number such as 8080.",
                    notANumber);
        }
    }

    /** A plan whose ports are all free now. */
    public static PortPlan free() {
        for (int attempt = 0; attempt < 200; attempt++) {
            PortPlan plan = new PortPlan(ThreadLocalRandom.current().nextInt(FIRST_FREE, LAST_FREE));
            if (plan.all().keySet().stream().allMatch(Machine::isFree)) {
                return plan;
            }
        }
        throw new CliException(
                ExitCode.FAILED, "No free range of ports was found", "Set SWEN_PORT_BASE to one you know is free.");
    }

    /** So many further ports that are free now, all different and none of them this plan's. */
    List<Integer> beside(int count) {
        return ThreadLocalRandom.current()
                .ints(200L * count, FIRST_FREE, LAST_FREE)
                .distinct()
                .filter(port -> !all().containsKey(port) && Machine.isFree(port))
                .limit(count)
                .boxed()
                .toList();
    }

    int of(Service service) {
        return base + service.portOffset();
    }

    int alibaba() {
        return base + 11;
    }

    int postgres() {
        return base + POSTGRES_OFFSET;
    }

    public String publicUrl() {
        return url(base);
    }

    static String url(int port) {
        return "http://localhost:" + port;
    }

    /** Every port that has to be free, by who wants it. */
    Map<Integer, String> all() {
        Map<Integer, String> ports = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            ports.put(of(service), service.label());
        }
        ports.put(alibaba(), Service.SIMULATOR.label() + " (Alibaba Cloud)");
        ports.put(postgres(), LocalStack.POSTGRES);
        return ports;
    }
}
