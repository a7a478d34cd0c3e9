package io.swen.cli.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The services' databases: each has a role that owns it and one that owns its audit log; neither may connect to another. */
public final class Databases {
    private final PostgresServer server;

    public Databases(PostgresServer server) {
        this.server = server;
    }

    /**
     * How a service signs in.
     *
     * @param own of the role that owns the database
     * @param audit of the role that owns the audit log in it, to which the other can only add
     */
    public record Passwords(String own, String audit) {

        @Override
        public String toString() {
            return "Passwords[redacted]";
        }
    }

    /** Creates what is missing and sets the passwords anew; doing it twice changes nothing. Keys are role and database names. */
    public void provide(Map<String, Passwords> passwords) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres")) {
            for (String open : new String[] {"postgres", "template1"}) {
                execute(connection, "REVOKE CONNECT ON DATABASE %I FROM PUBLIC", open);
            }
            for (Map.Entry<String, Passwords> entry : passwords.entrySet()) {
                String name = entry.getKey();
                provideRole(connection, name, entry.getValue().own());
                provideRole(connection, auditRole(name), entry.getValue().audit());
                provide(connection, name, name);
            }
        }
    }

    /** The role that owns the audit log in a service's database. */
    static String auditRole(String owner) {
        return owner + "_audit";
    }

    private static void provideRole(Connection connection, String name, String password) throws SQLException {
        String verb = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name) ? "ALTER" : "CREATE";
        execute(connection, verb + " ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L", name, password);
    }

    /** Creates an empty database that the role owns, replacing one of the same name. */
    public void provideEmpty(String database, String owner) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres")) {
            execute(connection, "DROP DATABASE IF EXISTS %I WITH (FORCE)", database);
            provide(connection, database, owner);
        }
    }

    public void drop(String database) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres")) {
            execute(connection, "DROP DATABASE IF EXISTS %I WITH (FORCE)", database);
        }
    }

    private static void provide(Connection connection, String database, String owner) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
            execute(connection, "CREATE DATABASE %I OWNER %I", database, owner);
        }
        execute(connection, "REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC", database);
        // It makes schema audit at the service's start.
        execute(connection, "GRANT CONNECT, CREATE ON DATABASE %I TO %I", database, auditRole(owner));
    }

    private static boolean exists(Connection connection, String question, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Statements of this kind take no parameters, so the server itself quotes names (%I) and values (%L). */
    private static void execute(Connection connection, String template, String... arguments) throws SQLException {
        String places = ", ?".repeat(arguments.length);
        String sql;
        try (PreparedStatement format = connection.prepareStatement("SELECT format(?" + places + ")")) {
            format.setString(1, template);
            for (int index = 0; index < arguments.length; index++) {
                format.setString(index + 2, arguments[index]);
            }
            try (ResultSet rows = format.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("the server did not format " + template);
                }
                sql = rows.getString(1);
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
