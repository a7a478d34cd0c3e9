package io.swen.platform.backup;

/** The metrics of backups. */
enum BackupMetric {
    /** When the last backup succeeded, in seconds since 1970; 0 where backups are wanted and none succeeded yet. */
    LAST_SUCCESS("swen.backup.last.success.timestamp");

    private final String metricName;

    BackupMetric(String metricName) {
        this.metricName = metricName;
    }

    String metricName() {
        return metricName;
    }
}
