package io.swen.platform.audit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections of the role that owns the audit schema: a handful, so no pool. */
final class AuditDatabase {

    private final String url;
    private final AuditProperties.Database owner;
    private final String application;

    AuditDatabase(String url, AuditProperties.Database owner, String service) {
        this.url = url;
        this.owner = owner;
        this.application = service + "-audit";
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", owner.username());
        properties.setProperty("password", String.valueOf(owner.password()));
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(url, properties);
    }
}
