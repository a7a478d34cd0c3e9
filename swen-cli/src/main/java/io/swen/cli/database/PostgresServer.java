package io.swen.cli.database;

import com.sun.security.auth.module.UnixSystem;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.process.LogFile;
import io.swen.cli.process.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL server on this machine: its data folder, its superuser, and how it is started and asked. */
public final class PostgresServer {
    public static final String SUPERUSER = "postgres";

    private static final Duration INITIALISE_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
    private static final Duration LONG_WORK = Duration.ofMinutes(5);

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
                // A backup that is not gone on with keeps no more of the log than this; the next one is a full one
                // then.
                "max_slot_wal_keep_size=2GB",
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

    /**
     * Runs the server on restored files until it has replayed the write-ahead log that lies in the data folder's {@code
     * swen_log}, and stops it again. It goes on in a history of its own.
     *
     * @param until leave out what was committed later; null for all there is
     */
    public void recover(@Nullable Instant until, Path log, Duration within) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prepare());
        List<String> settings = new ArrayList<>(List.of(
                "restore_command=cp swen_log/%f %p",
                "recovery_target_timeline=current", "recovery_target_action=promote", "log_min_messages=log"));
        if (until != null) {
            settings.add("recovery_target_time=" + targetTime(until));
        }
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        Files.writeString(data.resolve("recovery.signal"), "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process server = builder.start();
        try {
            awaitRecovered(server, log, System.nanoTime() + within.toNanos());
        } finally {
            if (server.isAlive()) {
                ProcessIdentity.of(server.toHandle()).stop("INT", STOP_WITHIN);
            }
        }
        PostgresBinaries.delete(data.resolve("swen_log"));
    }

    /** As the server reads a time: it takes no {@code Z} here. */
    public static String targetTime(Instant until) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'", Locale.ROOT)
                .format(until.atOffset(ZoneOffset.UTC));
    }

    private void awaitRecovered(Process server, Path log, long deadline) throws IOException, InterruptedException {
        while (!recovered()) {
            if (!server.isAlive()) {
                throw new CliException(
                        ExitCode.FAILED,
                        "PostgreSQL could not recover the restored data; the end of its log:\n    "
                                + String.join("\n    ", LogFile.tail(log, 20)));
            }
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        ExitCode.TIMED_OUT, "PostgreSQL did not recover the restored data in time", "See " + log);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean recovered() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
            row.next();
            return !row.getBoolean(1);
        } catch (SQLException | IOException notYet) {
            return false;
        }
    }

    /** A session of the superuser for long work. */
    public Connection session() throws SQLException, IOException {
        Connection connection = connect("postgres");
        connection.setNetworkTimeout(Runnable::run, (int) LONG_WORK.toMillis());
        return connection;
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
