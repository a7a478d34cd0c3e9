package io.swen.cli.drill;

import io.swen.cli.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out which instance of a service leads: the one whose connection holds the lock of the audit log's sealer. */
final class Leaders {
    /** The sealer's advisory lock, in the two halves that the server shows it in. */
    private static final int LOCK_HIGH = 0x5157;

    private static final int LOCK_LOW = 0x454e_0a0d;

    private final PostgresServer server;

    Leaders(PostgresServer server) {
        this.server = server;
    }

    /** The leader's place in the list of process ids; empty while there is none. */
    OptionalInt of(String service, List<Long> pids) throws IOException {
        Set<Integer> ports = new HashSet<>();
        try (Connection connection = server.session();
                PreparedStatement statement = connection.prepareStatement(
                        "select a.client_port from pg_locks l join pg_stat_activity a using (pid) join pg_database d on d.oid = l.database"
                                + " where l.locktype = 'advisory' and l.granted and l.classid = ?::bigint::oid"
                                + " and l.objid = ?::bigint::oid and d.datname = ?")) {
            statement.setLong(1, LOCK_HIGH);
            statement.setLong(2, LOCK_LOW);
            statement.setString(3, "swen_" + service);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ports.add(row.getInt(1));
                }
            }
        } catch (SQLException away) {
            return OptionalInt.empty();
        }
        Set<String> sockets = sockets(ports);
        for (int instance = 0; instance < pids.size(); instance++) {
            if (pids.get(instance) > 0 && holdsAny(pids.get(instance), sockets)) {
                return OptionalInt.of(instance);
            }
        }
        return OptionalInt.empty();
    }

    /** The sockets whose own end is one of the ports, as the links in {@code /proc/<pid>/fd} name them. */
    private static Set<String> sockets(Set<Integer> ports) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (!Files.exists(Path.of(table))) {
                continue;
            }
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+");
                String local = columns.length > 9 ? columns[1] : "";
                int colon = local.lastIndexOf(':');
                if (colon > 0
                        && !columns[0].equals("sl")
                        && ports.contains(Integer.parseInt(local.substring(colon + 1), 16))) {
                    sockets.add("socket:[" + columns[9] + "]");
                }
            }
        }
        return sockets;
    }

    private static boolean holdsAny(long pid, Set<String> sockets) {
        try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path link : links.toList()) {
                try {
                    if (sockets.contains(Files.readSymbolicLink(link).toString())) {
                        return true;
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    // Its owner goes on without it, and so does the search.
                }
            }
            return false;
        } catch (IOException endedMeanwhile) {
            return false;
        }
    }
}
