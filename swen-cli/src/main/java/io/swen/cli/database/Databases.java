package io.swen.cli.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The services' databases: each has a role of its own that owns it and may connect to nothing else. */
public final class Databases {
    private final PostgresServer server;

    public Databases(PostgresServer server) {
        this.server = server;
    }

    /** Creates what is missing and sets the passwords anew; doing it twice changes nothing. Keys are role and database names. */
    public void provide(Map<String, String> passwords) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres")) {
            for (String open : new String[] {"postgres", "template1"}) {
                execute(connection, "REVOKE CONNECT ON DATABASE %I FROM PUBLIC", open);
            }
            for (Map.Entry<String, String> entry : passwords.entrySet()) {
                String name = entry.getKey();
                String verb = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name) ? "ALTER" : "CREATE";
                execute(
                        connection,
                        verb + " ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L",
                        name,
                        entry.getValue());
                provide(connection, name, name);
            }
        }
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
