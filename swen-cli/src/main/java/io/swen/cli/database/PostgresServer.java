package io.swen.cli.database;

import com.sun.security.auth.module.UnixSystem;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.process.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** One PostgreSQL server on this machine: its data folder, its superuser, and how it is started and asked. */
public final class PostgresServer {
    public static final String SUPERUSER = "postgres";

    private static final Duration INITIALISE_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private final PostgresBinaries binaries;
    private final Path data;
    private final int port;
    private final Path passwordFile;

    /** @param passwordFile the superuser's password, generated before the first start */
    public PostgresServer(PostgresBinaries binaries, Path data, int port, Path passwordFile) {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
        this.passwordFile = passwordFile;
    }

    /** Clears what a killed server left, initialises the data folder on the first start, and answers the server's command. */
    public List<String> prepare() throws IOException, InterruptedException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            checkVersion();
            stopLeftOver();
        } else {
            initialise();
        }
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.add(binaries.program("postgres").toString());
        command.addAll(List.of("-D", data.toString()));
        // No socket file: its folder would need a short path, and TCP with a password is the only way in.
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=localhost",
                "unix_socket_directories=",
                "password_encryption=scram-sha-256",
                "max_connections=200",
                "shared_buffers=192MB",
                "effective_cache_size=1GB",
                "work_mem=8MB",
                "maintenance_work_mem=128MB",
                "wal_buffers=8MB",
                "max_wal_size=2GB",
                "synchronous_commit=on",
                "random_page_cost=1.1",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_min_messages=warning",
                "log_line_prefix=%m [%p] %u@%d ")) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    private void checkVersion() throws IOException {
        String version = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw new CliException(
                    ExitCode.FAILED,
                    "The data in " + data + " was written by PostgreSQL " + version + ", this one is "
                            + PostgresBinaries.MAJOR,
                    "Move it over with pg_dump, or begin anew with ./swen up --clean.");
        }
    }

    /** Passwords stand from the first moment on: initdb writes no rule that lets anybody in without one. */
    private void initialise() throws IOException, InterruptedException {
        Path partial = data.resolveSibling(data.getFileName() + ".partial");
        PostgresBinaries.delete(partial);
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.add(binaries.program("initdb").toString());
        command.addAll(List.of("-D", partial.toString(), "-U", SUPERUSER, "-A", "scram-sha-256"));
        command.addAll(List.of("--pwfile=" + passwordFile, "-E", "UTF8", "--no-locale"));
        command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process initdb = builder.start();
        String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!initdb.waitFor(INITIALISE_WITHIN.toSeconds(), TimeUnit.SECONDS) || initdb.exitValue() != 0) {
            initdb.destroyForcibly();
            throw new CliException(
                    ExitCode.FAILED, "PostgreSQL could not be initialised:\n" + output.strip(), remedy(output));
        }
        Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String remedy(String output) {
        if (output.contains("unshare")) {
            return "PostgreSQL refuses to run as root, and this system does not let root change into a user namespace:"
                    + " run ./swen as an ordinary user.";
        }
        return "./swen doctor checks disk, permissions and memory.";
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it sees an ordinary user with the same files. */
    static List<String> asOrdinaryUser() {
        return new UnixSystem().getUid() == 0 ? List.of("unshare", "-U") : List.of();
    }

    /** A server whose supervisor was killed may still run on this folder; its pid file may also be all that is left. */
    private void stopLeftOver() throws IOException, InterruptedException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> server =
                pidIn(Files.readAllLines(pidFile)).flatMap(ProcessHandle::of).filter(this::isOurs);
        if (server.isPresent()) {
            ProcessIdentity.of(server.get()).stop("INT", STOP_WITHIN);
        }
        Files.deleteIfExists(pidFile);
    }

    /** The pid may belong to anybody by now; ours is a postgres that was started on this very folder. */
    private boolean isOurs(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        List<String> arguments = List.of(info.arguments().orElse(new String[0]));
        return process.isAlive()
                && info.command().map(command -> command.endsWith("postgres")).orElse(false)
                && arguments.contains(data.toString());
    }

    static Optional<Long> pidIn(List<String> pidFile) {
        try {
            return pidFile.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(pidFile.getFirst().strip()));
        } catch (NumberFormatException cutShort) {
            return Optional.empty();
        }
    }

    /** True once the superuser can sign in and ask something. */
    public boolean ready() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(2);
        } catch (SQLException | IOException notYet) {
            return false;
        }
    }

    Connection connect(String database) throws SQLException, IOException {
        return connect(database, SUPERUSER, Files.readString(passwordFile).strip());
    }

    Connection connect(String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "swen");
        return DriverManager.getConnection(url() + "/" + database, properties);
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port;
    }
}
