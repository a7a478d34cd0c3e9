package io.swen.cli.stack;

import io.swen.cli.console.Terminal;
import io.swen.cli.project.Project;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * What a command needs to know about where it runs.
 *
 * @param terminal where it speaks
 * @param clock its time
 * @param project the checkout
 * @param home the platform's folder
 */
public record Context(Terminal terminal, Clock clock, Project project, SwenHome home) {
    public static Context system() {
        Project project = Project.find();
        return new Context(Terminal.system(), Clock.systemUTC(), project, SwenHome.locate(project));
    }

    /** What the supervisor wrote last; empty if none ever ran here. */
    Optional<Snapshot> snapshot() throws IOException {
        return Snapshot.read(home.state());
    }

    PortPlan ports() {
        return PortPlan.from(System.getenv("SWEN_PORT_BASE"));
    }

    /** The public address: {@code SWEN_URL}, else that of the platform running here, else the one it would have. */
    public String publicUrl() throws IOException {
        String told = System.getenv("SWEN_URL");
        if (told != null && !told.isBlank()) {
            return told.endsWith("/") ? told.substring(0, told.length() - 1) : told;
        }
        return runningPorts().publicUrl();
    }

    /** The address of the simulated AWS of the platform running here. */
    public String simulatorUrl() throws IOException {
        return PortPlan.url(runningPorts().of(Service.SIMULATOR));
    }

    /** The ports of the platform running here, or those it would have. */
    PortPlan runningPorts() throws IOException {
        return snapshot()
                .filter(Snapshot::supervised)
                .map(snapshot -> new PortPlan(snapshot.portBase()))
                .orElseGet(this::ports);
    }
}
