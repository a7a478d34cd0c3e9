package io.swen.cli.stack;

import io.swen.cli.backup.Backups;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Properties;

/** A PostgreSQL of the user's own, as backups read it. */
final class ForeignDatabase {
    private static final String PASSWORD_FILE = "SWEN_BACKUP_DATABASE_PASSWORD_FILE";

    private ForeignDatabase() {}

    static Backups.Sessions sessions(String url, Map<String, String> environment) {
        String file = environment.getOrDefault(PASSWORD_FILE, "");
        if (file.isBlank()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "Nothing says how to sign in to " + url + " for a backup",
                    "Name a superuser with SWEN_BACKUP_DATABASE_USER (postgres) and the file of its password with "
                            + PASSWORD_FILE + ".\nA managed server that has none is backed up by its provider:"
                            + " docs/operations/backup.md.");
        }
        return () -> {
            Properties properties = new Properties();
            properties.setProperty("user", environment.getOrDefault("SWEN_BACKUP_DATABASE_USER", "postgres"));
            properties.setProperty("password", Files.readString(Path.of(file)).strip());
            properties.setProperty("connectTimeout", "10");
            properties.setProperty("loginTimeout", "15");
            properties.setProperty("socketTimeout", "300");
            properties.setProperty("ApplicationName", "swen-backup");
            return DriverManager.getConnection(url + "/postgres", properties);
        };
    }
}
