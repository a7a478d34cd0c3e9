package io.swen.cli.stack;

import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.project.JavaInstallation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this machine has to offer: programs, disk, rights, free ports, memory. */
public final class Machine {
    private static final long LEAST_DISK = 1L << 30;

    private Machine() {}

    static Check java(JavaInstallation java) {
        if (!java.suffices()) {
            return Check.failed(
                    "JDK",
                    "version " + java.version() + " in " + java.home() + " is too old",
                    "Install a JDK " + JavaInstallation.REQUIRED
                            + " or newer (Temurin: https://adoptium.net) or point JAVA_HOME at one.");
        }
        if (!java.hasCompiler()) {
            return Check.warning(
                    "JDK",
                    "version " + java.version() + " in " + java.home() + " has no compiler",
                    "Install the full JDK to build the project; running a built one works.");
        }
        return Check.ok("JDK", java.version() + " in " + java.home());
    }

    static Check home(SwenHome home) throws IOException {
        String name = "SWEN_HOME";
        Path existing = home.root();
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                break;
            }
            existing = parent;
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Check.failed(
                    name,
                    home.root() + " cannot be written (" + existing + " is not a folder you may write to)",
                    "chown it to yourself, or set SWEN_HOME to a folder of yours.");
        }
        if (!home.rightsOfOthers().isEmpty()) {
            return Check.failed(
                    name,
                    home.root() + " is open to others ("
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())) + ")",
                    "It holds secrets: chmod 700 " + home.root());
        }
        return Check.ok(name, home.root().toString());
    }

    static Check disk(SwenHome home) throws IOException {
        Path existing = home.root();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        long free = Files.getFileStore(existing).getUsableSpace();
        String detail = String.format(Locale.ROOT, "%.1f GiB free", free / (double) (1L << 30));
        return free >= LEAST_DISK
                ? Check.ok("disk", detail)
                : Check.failed(
                        "disk",
                        detail + " where " + home.root() + " is, 1 GiB is needed",
                        "Free some space, or set SWEN_HOME to a folder on another disk.");
    }

    static List<Check> ports(PortPlan ports) {
        List<Check> checks = new ArrayList<>();
        List<String> free = new ArrayList<>();
        ports.all().forEach((port, owner) -> {
            if (isFree(port)) {
                free.add(port.toString());
            } else {
                checks.add(Check.failed(
                        "port " + port,
                        "is taken by another program (wanted for " + owner + ")",
                        "End that program (who it is: ss -ltnp 'sport = :" + port
                                + "'), or shift all ports: SWEN_PORT_BASE=" + suggestion(ports.base())
                                + " ./swen up"));
            }
        });
        if (checks.isEmpty()) {
            checks.add(Check.ok("ports", String.join(", ", free) + " are free"));
        }
        return checks;
    }

    private static int suggestion(int base) {
        return base + 10_000 < 65_000 ? base + 10_000 : 18_080;
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Where a program is on the PATH. */
    public static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(":")) {
            if (!folder.isBlank()) {
                Path candidate = Path.of(folder).resolve(name);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    static Check tool(String name, String purpose, String remedy) {
        return program(name)
                .map(path -> Check.ok(name, path.toString()))
                .orElseGet(() -> Check.failed(name, "is not on the PATH; " + purpose, remedy));
    }

    static Check maven() {
        return tool("mvn", "it builds the services", "Install Maven 3.8 or newer (Debian: apt-get install maven).");
    }

    static Check npm() {
        return tool("npm", "it builds the dashboard", "Install Node.js 20.19 or newer with npm (https://nodejs.org).");
    }

    /** The first line a program prints about its version; empty if it does not say within five seconds. */
    static Optional<String> version(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines().findFirst().map(String::strip).filter(line -> !line.isEmpty());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Resident memory in KiB by pid; processes that are gone are missing. */
    static Map<Long, Long> residentMemory(List<ProcessIdentity> processes) throws IOException, InterruptedException {
        Map<Long, Long> memory = new HashMap<>();
        if (processes.isEmpty()) {
            return memory;
        }
        List<String> command = new ArrayList<>(List.of("ps", "-o", "pid=,rss="));
        for (ProcessIdentity process : processes) {
            command.add("-p");
            command.add(Long.toString(process.pid()));
        }
        Process ps = new ProcessBuilder(command).start();
        String output = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ps.waitFor(5, TimeUnit.SECONDS);
        for (String line : output.lines().toList()) {
            String[] parts = line.strip().split("\\s+");
            if (parts.length == 2) {
                memory.put(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            }
        }
        return memory;
    }

    /** How far the clocks of this machine and a server are apart, from the server's {@code Date} header. */
    static Check clockSkew(Duration skew) {
        return skew.abs().compareTo(Duration.ofSeconds(30)) <= 0
                ? Check.ok("clock", "within " + Math.max(1, skew.abs().toSeconds()) + " s of the platform's")
                : Check.failed(
                        "clock",
                        "is " + skew.abs().toSeconds() + " s away from the platform's, so tokens look expired",
                        "Synchronise both with a time server (timedatectl set-ntp true).");
    }
}
